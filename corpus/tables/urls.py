"""What an address holds beside the identity of its page."""

from __future__ import annotations

from typing import NamedTuple

HOST_PREFIXES = ("www.", "m.", "mobile.", "amp.", "wap.")
"""Names under which a site serves the same pages to other screens. `bangla.`, `en.` and `epaper.` are other editions."""

INDEX_FILES = frozenset({
    "index.html", "index.htm", "index.php", "index.asp", "index.aspx", "index.jsp", "index.shtml",
    "default.asp", "default.aspx", "default.html", "default.htm",
})  # fmt: skip
"""Files that a server gives for their folder."""

TRACKING_PREFIXES = (
    "utm_",
    "pk_",
    "mtm_",
    "matomo_",
    "hsa_",
    "at_",
    "ns_",
    "__hs",
    "fb_",
    "ga_",
    "oly_",
    "vero_",
    "amp_",
)
"""Starts of parameter names that campaigns and analytics add (at_ and ns_: BBC; oly_: Omeda; pk_, mtm_: Matomo)."""

TRACKING = frozenset({
    "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "twclid", "ttclid", "yclid", "igshid", "igsh",
    "mibextid", "sfnsn", "mc_cid", "mc_eid", "_ga", "_gl", "_gac", "_openstat", "ref", "ref_src", "ref_url", "referrer",
    "referer", "ncid", "ocid", "cmpid", "cmp", "xtor", "wt_mc", "maca", "smid", "smtyp", "ito", "s_cid", "icid", "cid_source",
    "spm", "trk", "tblci", "usqp", "share", "shared", "_hsenc", "_hsmi", "hsctatracking", "srsltid", "srcref", "wt_zmc",
    "jsessionid", "phpsessid", "nocache", "cachebuster", "amp", "_", "feature", "echobox", "zarsrc",
})  # fmt: skip
"""Parameters that tell where a reader came from, or which visit it is; never which page. zarsrc is Zalo's, maca DW's."""

AMP_VALUES = frozenset({("outputtype", "amp"), ("output", "amp"), ("view", "amp"), ("layout", "amp"), ("type", "amp")})
"""Parameters that ask for the AMP page, and only with this value."""

AMP_PREFIXES = (("amp", "story"), ("amp",))
"""Folders that paths of AMP pages begin with (Quintype's /amp/story/: prothomalo.com); the longer first."""

AMP_ENDS = frozenset({"amp", "amp.html", "amphtml"})
"""Names that paths of AMP pages end with (WordPress, abplive.com)."""


class Wrapper(NamedTuple):
    """A service that shows pages of others under addresses of its own."""

    host: str
    path: str
    why: str


# fmt: off
WRAPPERS = (
    #       host ends with         path, out of AMP, begins with (a pattern)     why
    Wrapper("google.com",          r"/s/",                                       "Google's AMP viewer: google.com/amp/s/"),
    Wrapper("cdn.ampproject.org",  r"/[a-z]/(?:s/)?",                            "the AMP cache"),
    Wrapper("web.archive.org",     r"/web/\d{4,14}(?:[a-z]{2}_)?/(?:https?:/{1,2})?", "the Wayback Machine"),
    Wrapper("archive.org",         r"/web/\d{4,14}(?:[a-z]{2}_)?/(?:https?:/{1,2})?", "the same, by its short name"),
)
# fmt: on
