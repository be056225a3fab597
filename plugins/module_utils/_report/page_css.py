# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""page.css as Python. `make generate` writes it; change page.css instead."""

from __future__ import annotations

TEXT = r"""
:root{color-scheme:light;--page:#f5f6f8;--card:#fff;--soft:#f0f2f5;--line:#dde1e7;--text:#171a20;--quiet:#5a6371;
--accent:#1f5fd0;--ok:#157347;--ok-soft:#e2f3ea;--drift:#9a5700;--drift-soft:#fdf0db;--error:#b3261e;--error-soft:#fce8e6;
--extra:#5b45b8;--extra-soft:#ece8fb;--hand:#0b6a8a;--hand-soft:#dff1f7;--shade:0 1px 2px rgba(20,26,36,.07)}
:root[data-theme=dark]{color-scheme:dark;--page:#101319;--card:#181c24;--soft:#202631;--line:#2e3542;--text:#e7eaf0;
--quiet:#9aa4b5;--accent:#86b0ff;--ok:#6cd39b;--ok-soft:#16301f;--drift:#f2b661;--drift-soft:#38280f;--error:#ff968d;
--error-soft:#3d1a18;--extra:#bdaefb;--extra-soft:#292247;--hand:#74cdea;--hand-soft:#10303c;--shade:none}
@media (prefers-color-scheme:dark){:root:not([data-theme]){color-scheme:dark;--page:#101319;--card:#181c24;
--soft:#202631;--line:#2e3542;--text:#e7eaf0;--quiet:#9aa4b5;--accent:#86b0ff;--ok:#6cd39b;--ok-soft:#16301f;
--drift:#f2b661;
--drift-soft:#38280f;--error:#ff968d;--error-soft:#3d1a18;--extra:#bdaefb;--extra-soft:#292247;--hand:#74cdea;
--hand-soft:#10303c;--shade:none}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);
font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;
-webkit-text-size-adjust:100%}
header,main{max-width:1120px;margin:0 auto;padding:0 24px}
header{display:flex;justify-content:space-between;align-items:flex-start;gap:16px;padding-top:32px;padding-bottom:20px}
h1{font-size:26px;line-height:1.2;letter-spacing:-.015em;margin:0;overflow-wrap:anywhere}
h2,h3,h4,p,ol,ul{margin:0}
header p,.quiet,#count{color:var(--quiet);font-size:13.5px}
header p{margin-top:4px}
.tools,.row{display:flex;gap:8px;align-items:center}
button,input,select{font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:8px}
button{padding:5px 12px;cursor:pointer;font-size:14px;white-space:nowrap}
button:hover{border-color:var(--quiet)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.skip{position:absolute;left:-999px}
.skip:focus{left:12px;top:12px;background:var(--card);padding:8px 12px;border-radius:8px;z-index:2}
.tiles{display:grid;grid-template-columns:repeat(4,1fr);gap:12px}
.tile{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 8px;text-align:left;padding:8px 14px;border-radius:10px;
box-shadow:var(--shade);white-space:normal}
.tile b{font-size:24px;line-height:1.2;font-weight:650;font-variant-numeric:tabular-nums}
.tile span{color:var(--quiet);font-size:13.5px}
.tile[aria-pressed=true]{border-color:var(--accent);box-shadow:inset 0 0 0 1px var(--accent)}
.tile.ok b{color:var(--ok)}.tile.drift b{color:var(--drift)}.tile.error b{color:var(--error)}
.tile.zero b{color:var(--quiet)}
h2{font-size:19px;letter-spacing:-.01em}
#versus{margin-top:12px;font-size:14px}
#versus>summary{display:inline-flex;flex-wrap:nowrap;padding:2px 6px;margin-left:-6px}
#versus>ul{margin:4px 0 0 8px}
#need{margin-top:22px}
#need:focus,#accounts:focus,.object:focus{outline:none}
.meant{border-color:var(--accent);box-shadow:0 0 0 1px var(--accent)}
.names{margin-top:6px;font-size:14px;overflow-wrap:anywhere}
a{color:var(--accent)}
.links a{text-underline-offset:2px}
.place{font-size:13px}
.decisions{background:var(--card);border:1px solid var(--line);border-radius:12px;margin-top:10px;
box-shadow:var(--shade);overflow:hidden}
.decision+.decision{border-top:1px solid var(--line)}
.decision>summary{padding:6px 14px;border-radius:0;font-size:14px;gap:2px 10px;flex-wrap:nowrap;align-items:flex-start}
.decision>summary::before{align-self:flex-start;margin-top:7px}
.decision>summary .badge{min-width:92px;text-align:center}
.decision>summary .fresh.badge{min-width:0}
.what{flex:1;min-width:0;overflow-wrap:anywhere}
.about{margin-right:4px}
.about b{font-weight:620;unicode-bidi:isolate}
.about small{font-size:13px;color:var(--quiet);margin-right:6px}
.who,.since{font-size:13px;margin-right:4px}
.who{font-weight:600}
.what>.badge{margin-right:4px}
.differs{display:inline-block}
.why{display:block}
.cause{display:block;font-weight:600;color:var(--error)}
#decisions>.part{margin-top:32px}
.inside>.does{font-size:14px}
.does code{white-space:nowrap}
.inside>.does+.command{margin-top:6px}
.decision.meant{box-shadow:inset 0 0 0 2px var(--accent)}
.object>p.breaks,.inside>p.breaks{font-weight:600;color:var(--error);font-size:14px}
.breaks.badge{background:var(--error-soft);color:var(--error)}
.decision>summary .breaks.badge{min-width:0}
.next{font-size:14px}
.told{font-size:14px;overflow-wrap:anywhere}
.command{display:flex;gap:10px;align-items:flex-start}
.command code{flex:1;min-width:0;background:var(--soft);border-radius:8px;padding:6px 10px}
.rest{margin-top:10px}
#accounts{margin-top:32px}
#accounts .filters{margin-top:10px}
.fresh.badge{background:var(--accent);color:var(--page)}
.calm>.inside{border-top:0}
.calm>.inside>*{margin-top:0}
.calm>summary{padding:10px 4px;color:var(--quiet)}
.paper{display:none}
.filters{display:grid;grid-template-columns:1fr auto;gap:12px;align-items:end;margin-bottom:16px}
.filters label span{display:block;font-size:12.5px;color:var(--quiet);margin-bottom:3px}
.filters input,.filters select{width:100%;padding:7px 11px;height:38px}
.filters .chips,.filters .row{grid-column:1/-1}
.row{flex-wrap:wrap}
#count{flex:1;min-width:150px}
.chips{display:flex;flex-wrap:wrap;gap:8px}
.chips button{border-radius:999px;padding:3px 12px;font-size:13.5px}
.chips button[aria-pressed=true]{background:var(--text);color:var(--page);border-color:var(--text)}
.chips button b{font-variant-numeric:tabular-nums;margin-left:5px}
details.account{content-visibility:auto;contain-intrinsic-size:auto 52px;
background:var(--card);border:1px solid var(--line);border-radius:12px;margin-bottom:10px;
box-shadow:var(--shade)}
summary{display:flex;align-items:center;gap:8px 12px;flex-wrap:wrap;padding:14px 16px;cursor:pointer;list-style:none;
border-radius:12px}
summary::-webkit-details-marker{display:none}
summary::before{content:"";flex:none;width:7px;height:7px;border:solid var(--quiet);border-width:0 2px 2px 0;
transform:rotate(-45deg);margin:0 3px;transition:transform .12s}
details[open]>summary::before{transform:rotate(45deg)}
summary:hover{background:var(--soft)}
summary h3{font-size:16px;font-weight:620;overflow-wrap:anywhere;unicode-bidi:isolate}
.gap{flex:1;min-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
details[open] .gap{visibility:hidden}
.badge{flex:none;font-size:12.5px;line-height:20px;font-weight:600;padding:1px 9px;border-radius:999px;
white-space:nowrap;background:var(--soft);color:var(--quiet)}
.ok.badge{background:var(--ok-soft);color:var(--ok)}
.drift.badge,.drifted.badge,.missing.badge{background:var(--drift-soft);color:var(--drift)}
.error.badge,.unverifiable.badge,.mail.badge{background:var(--error-soft);color:var(--error)}
.extra.badge{background:var(--extra-soft);color:var(--extra)}
.handoff.badge{background:var(--hand-soft);color:var(--hand)}
.inside{padding:2px 16px 16px;border-top:1px solid var(--line)}
.inside>*{margin-top:14px}
.wrong{background:var(--error-soft);color:var(--error);padding:10px 14px;border-radius:8px;overflow-wrap:anywhere}
.part{font-size:15px;margin-top:10px}
.notes{padding-left:18px;color:var(--quiet);font-size:14px;overflow-wrap:anywhere}
.object{border:1px solid var(--line);border-radius:10px;overflow:hidden;content-visibility:auto;
contain-intrinsic-size:auto 160px}
.object>.head{display:flex;flex-wrap:wrap;gap:4px 10px;align-items:center;padding:10px 14px;background:var(--soft)}
.object>.head>:is(h3,h4){font-size:15px;font-weight:600;overflow-wrap:anywhere;unicode-bidi:isolate}
.object>.head small{font-size:13px;font-weight:400;color:var(--quiet);margin-right:7px}
.head .quiet{flex-basis:100%;font-size:13px;overflow-wrap:anywhere}
.object>p{padding:10px 14px 0;font-size:14px;overflow-wrap:anywhere}
.object>p:last-child{padding-bottom:10px}
code,.side{font:13px/1.55 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
code{overflow-wrap:anywhere}
table{width:100%;border-collapse:collapse;table-layout:fixed}
thead th{font-size:12.5px;font-weight:500;color:var(--quiet);text-align:left;padding:8px 14px 4px}
thead th:first-child{width:22%}
tbody th{font-weight:500;text-align:left;vertical-align:top;padding:6px 14px;font-size:14px;overflow-wrap:anywhere}
tbody td{vertical-align:top;padding:6px 14px 6px 0}
tbody tr+tr>*{border-top:1px solid var(--line)}
tbody tr:last-child>*{padding-bottom:10px}
.side>*{display:block;text-decoration:none;padding:0 8px 0 22px;border-radius:4px;overflow-wrap:anywhere;
white-space:pre-wrap;unicode-bidi:isolate;position:relative}
.side>*+*{margin-top:1px}
.side .minus{background:var(--error-soft);color:var(--error)}
.side .plus{background:var(--ok-soft);color:var(--ok)}
.side .minus::before,.side .plus::before{position:absolute;left:8px}
.side .minus::before{content:"\2212"}.side .plus::before{content:"+"}
.side .void{color:var(--quiet);font-family:system-ui,sans-serif;font-style:italic}
.steps{list-style:none;padding:6px 14px 10px}
.steps li{display:flex;gap:10px;align-items:flex-start;padding:6px 0}
.steps label{display:flex;gap:10px;flex:1;min-width:0;overflow-wrap:anywhere;cursor:pointer}
.steps input{flex:none;width:17px;height:17px;margin:3px 0 0;accent-color:var(--accent)}
.steps input:checked+span{color:var(--quiet);text-decoration:line-through}
.steps button{padding:1px 9px;font-size:13px}
.all{padding:0 14px 12px;display:flex;flex-wrap:wrap;gap:8px}
.said{position:fixed;bottom:20px;left:50%;transform:translateX(-50%);background:var(--text);color:var(--page);
padding:7px 16px;border-radius:999px;font-size:14px;opacity:0;pointer-events:none;transition:opacity .15s}
.said.on{opacity:1}
main{padding-bottom:56px}
noscript{display:block;max-width:1120px;margin:0 auto;padding:0 24px 32px}
noscript td,noscript th{text-align:left;padding:6px 10px;border-top:1px solid var(--line);overflow-wrap:anywhere}
[hidden]{display:none!important}
@media (max-width:640px){
header,main{padding-left:14px;padding-right:14px}
header{padding-top:18px;padding-bottom:14px}
h1{font-size:21px}
header{flex-wrap:wrap;gap:10px}
.tiles{grid-template-columns:repeat(2,1fr);gap:8px}
.tile{padding:6px 11px}.tile b{font-size:20px}
.decision>summary{padding:8px 10px;flex-wrap:wrap}
.decision>summary .badge{min-width:0}
.what{display:contents}
.decision>summary>.badge{order:1}.who{order:2;flex:1;min-width:0;align-self:center}.what>.fresh{order:2}
.about{order:3}.why,.cause{order:4}.what>.breaks{order:5}.since{order:6}
.about,.why,.cause,.since{flex-basis:100%}
.command{flex-wrap:wrap}
.command code{flex-basis:100%}
.filters{grid-template-columns:1fr}
#count{flex-basis:100%}
summary{padding:12px}
summary .gap{flex-basis:100%}
summary .gap:empty{height:0}
details[open] .gap{height:0}
.inside{padding:0 10px 10px}
table,tbody,tr,tbody th,tbody td{display:block;width:auto}
thead{display:none}
tbody th{padding:8px 12px 2px}
tbody td{padding:2px 12px 4px}
tbody td:last-child{padding-bottom:8px}
tbody tr+tr>*{border-top:0}
tbody tr+tr{border-top:1px solid var(--line)}
td.empty{display:none}
td::before{content:attr(data-side);display:block;font:12px/1.5 system-ui,sans-serif;color:var(--quiet)}
.object>.head{padding:9px 12px}
}
@media (prefers-reduced-motion:reduce){*,::before{transition:none!important}}
@media print{
:root,:root[data-theme=dark]{color-scheme:light;--page:#fff;--card:#fff;--soft:#f4f5f7;--line:#ccc;--text:#000;
--quiet:#444;--ok:#157347;--ok-soft:#fff;--drift:#9a5700;--drift-soft:#fff;--error:#b3261e;--error-soft:#fff;
--extra:#5b45b8;--extra-soft:#fff;--hand:#0b6a8a;--hand-soft:#fff;--shade:none}
header,main{max-width:none;padding-left:0;padding-right:0}
.tools,.filters,.said,button.copy,.all,.skip,.place,.rest{display:none!important}
.object,.tile{break-inside:avoid}
.paper{display:block}
.paper pre{white-space:pre-wrap;overflow-wrap:break-word;font-size:10px;margin:4px 0 12px}
.short #list{display:none}
a{color:inherit;text-decoration:none}
.object,details.account{content-visibility:visible}
.badge{border:1px solid currentColor}
}
"""
