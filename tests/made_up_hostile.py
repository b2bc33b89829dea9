"""Sixty made-up titles, outlets and speakers that would come alive where text is not kept text:
HTML, script, Markdown, templates, formulas, mathtext, control and direction characters."""

HOSTILE = [
    # HTML and script
    "<script>window.hit=1</script>", "</script><script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>", "<svg onload=window.hit=1>", "<svg/onload=window.hit=1>",
    "<body onload=window.hit=1>", "<iframe srcdoc='<script>parent.hit=1</script>'>",
    "<a href=javascript:window.hit=1>x</a>", "<details open ontoggle=window.hit=1>",
    "<math><mtext></table><img src=x onerror=window.hit=1>",
    "<input autofocus onfocus=window.hit=1>",
    "\"><img src=x onerror=window.hit=1>", "'><svg onload=window.hit=1>",
    "' onmouseover='window.hit=1",
    "\" style=\"position:fixed", "</textarea><script>window.hit=1</script>",
    "</title><script>window.hit=1</script>", "</style><script>window.hit=1</script>",
    "<style>*{display:none}</style>", "<link rel=stylesheet href=//made-up.example/x.css>",
    "<meta http-equiv=refresh content=0;url=//made-up.example>", "<base href=//made-up.example/>",
    "<form action=//made-up.example><button>x</button></form>", "<object data=x>", "<embed src=x>",
    "<!--", "-->", "<!-- --!>", "]]>", "<![CDATA[x]]>", "<?xml version='1.0'?>", "&lt;b&gt;",
    "&#60;script&#62;", "&amp;&quot;", "<b", "</div></div></div>",
    # addresses, Markdown, templates
    "javascript:window.hit=1", "data:text/html,<script>1</script>", "vbscript:msgbox(1)",
    "[x](javascript:window.hit=1)", "![x](x onerror=window.hit=1)", "**bold** _x_ `code`",
    "| a | b |", "{{constructor.constructor('window.hit=1')()}}", "${window.hit=1}", "#{1+1}",
    "<%= 1 %>",
    # formulas, mathtext, LaTeX
    "=1+1", "=HYPERLINK(\"http://made-up.example\")", "+1", "-1", "@SUM(A1)", "$\\alpha$",
    "$x^{y}$ and $",
    "\\input{x}",
    # control, direction and invisible characters
    "\x1b[31mred\x1b[0m", "\u202egnp.exe", "a\u200bb\u2060", "\u2028x\u2029", "\x07bell",
]  # fmt: skip
