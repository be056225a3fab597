def render(*a): return ""
def write(*a): pass
