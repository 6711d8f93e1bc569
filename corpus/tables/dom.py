"""What the tags, classes and roles of a page's HTML say about the text inside them."""

from __future__ import annotations

# Nothing below these is ever text of the page (HTML Living Standard: metadata, scripting, embedded and form content).
SKIPPED_TAGS = (
    "script", "style", "template", "noscript", "head", "svg", "math", "iframe", "object", "canvas", "video", "audio",
    "select", "option", "datalist", "textarea", "map", "dialog",
)  # fmt: skip

# Elements that hold nothing and are never closed, and those whose text is not escaped (HTML Living Standard, 13.3).
VOID_TAGS = (
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen", "link", "meta",
    "param", "source", "track", "wbr",
)  # fmt: skip
RAW_TAGS = ("script", "style", "xmp", "iframe", "noembed", "noframes", "plaintext")
ESCAPABLE_TAGS = ("textarea", "title")  # hold no markup, but references
BREAK_TAGS = ("br", "hr")
BOLD_TAGS = ("b", "strong", "em", "i")

# Elements that begin and end a line when a browser lays the page out (display: block and kin in the UA style sheet).
BLOCK_TAGS = frozenset((
    "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "optgroup", "p", "pre", "search", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip

# The tag of a line's own block, as the models see it.
LINE_TAGS = ("p", "h1", "heading", "li", "cell", "caption", "quote", "button", "section", "other")
TAG_CLASS = {
    "p": "p", "h1": "h1", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading", "h6": "heading",
    "li": "li", "dd": "li", "dt": "li", "td": "cell", "th": "cell", "tr": "cell", "figcaption": "caption",
    "caption": "caption", "figure": "caption", "blockquote": "quote", "button": "button", "label": "button",
    "summary": "button", "legend": "button", "div": "section", "section": "section", "article": "section",
    "main": "section", "body": "section",
}  # fmt: skip

# Ancestors whose very tag or role tells what the text below is.
ANCESTORS = ("nav", "header", "footer", "aside", "article", "main", "figure", "list", "table", "form", "quote", "link")
ANCESTOR_TAGS = {
    "nav": "nav", "header": "header", "footer": "footer", "aside": "aside", "article": "article", "main": "main",
    "figure": "figure", "figcaption": "figure", "ul": "list", "ol": "list", "dl": "list", "menu": "list",
    "table": "table", "form": "form", "button": "form", "blockquote": "quote", "a": "link",
}  # fmt: skip
ROLES = {
    "navigation": "nav", "banner": "header", "contentinfo": "footer", "complementary": "aside", "article": "article",
    "main": "main", "figure": "figure", "list": "list", "menu": "nav", "menubar": "nav", "search": "form",
    "form": "form", "dialog": "aside", "tablist": "nav",
}  # fmt: skip

# Words of class names, ids, itemprop and data-testid, cut at punctuation and at small-to-capital steps.
CLASS_GROUPS = (
    "story", "comment", "related", "share", "nav", "ad", "footer", "meta", "caption", "tag", "title", "lead", "hidden",
)  # fmt: skip
_WORDS = {
    "story": "article story entry content body text paragraph paragraphs detail details description post prose richtext articlebody storybody copy txt news single fulltext",
    "comment": "comment comments disqus reply respond discussion forum",
    "related": "related recommend recommended recommendation recommendations latest popular trending readmore more also teaser teasers card cards promo tile tiles most next prev pagination outbrain taboola carousel slider recirc list listing widget sidebar rail",
    "share": "share social sharing facebook twitter whatsapp addthis sharethis follow share-btn sns bookmark",
    "nav": "nav menu navigation breadcrumb breadcrumbs navbar topbar toolbar header masthead tabs tab search login logo skip",
    "ad": "ad ads advert advertisement adsbygoogle sponsor sponsored banner dfp newsletter subscribe subscription signup paywall cookie consent gdpr popup modal overlay cta donate premium",
    "footer": "footer foot copyright bottom imprint legal colophon disclaimer",
    "meta": "author authors byline meta date time published timestamp writer writter reporter dateline contributor info datetime bio",
    "caption": "caption figcaption credit credits image photo gallery media video player figure img picture slideshow audio",
    "tag": "tag tags topic topics keyword keywords category categories label labels",
    "title": "headline title heading kicker subtitle shoulder",
    "lead": "lead lede intro summary standfirst deck dek excerpt abstract sub chapeau vorspann strap",
    "hidden": "hidden sr hide visually print noprint d-none offscreen",
}  # fmt: skip
CLASS_WORDS = {word: group for group, words in _WORDS.items() for word in words.split()}

# What a tag does to the tree (HTML Living Standard, 13.2.6), as far as pages need it in whose source each tag stands where
# the tree has it. What is in no row nests as it is written.
TREE_RULES = {
    "irregular": "applet foreignobject frame frameset image listing marquee math plaintext rb rp rt rtc ruby",
    "html": "html", "head": "head", "body": "body",
    "in_head": "base basefont bgsound link meta noscript script style template title",
    "noscript": "noscript", "in_noscript": "basefont bgsound link meta style",  # while it is in the head
    "template": "template",
    "closes_p": "address article aside blockquote center details dialog dir div dd dl dt fieldset figcaption figure footer "
                "form h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre search section summary table ul xmp",
    "p": "p", "li": "li", "term": "dd dt", "option": "option", "optgroup": "optgroup", "in_select": "option optgroup script",
    "heading": "h1 h2 h3 h4 h5 h6",
    "implied_end": "dd dt li optgroup option p",
    # Their end tags end what is open inside them and has an implied end.
    "end_implies": "address article aside blockquote button caption center dd details dialog dir div dl dt fieldset "
                   "figcaption figure footer form header hgroup li main menu nav object ol pre search section select "
                   "summary table td th ul",
    # An open `p`, or an open `li`, `dd` or `dt`, is not seen from inside them.
    "hides_p": "button caption object table td template th",
    "hides_item": "article aside blockquote button caption center details dir dl fieldset figcaption figure footer form h1 "
                  "h2 h3 h4 h5 h6 header hgroup main menu nav noscript object ol pre search section select summary table "
                  "tbody td template tfoot th thead tr ul",
    # The same tag inside them ends them, or is dropped.
    "a": "a", "form": "form", "button": "button", "select": "select", "nobr": "nobr",
    "svg": "svg", "in_svg": "desc image style svg title",  # and all tags that are not those of HTML
    "svg_text": "desc title",  # what stands inside them is HTML again
    "html_only": "big code font s small span strike sub sup tt u var",
    "table": "table", "section": "tbody tfoot thead", "row": "tr", "colgroup": "colgroup",
    "in_table": "caption colgroup tbody tfoot thead", "in_section": "tr", "in_row": "td th", "in_colgroup": "col",
    "in_table_parts": "script style",
}  # fmt: skip
