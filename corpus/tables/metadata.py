"""Where a page says what it is about itself, and what of that is not to be believed."""

from __future__ import annotations

from typing import NamedTuple


class Source(NamedTuple):
    """A place of a page that names a field: a key of its JSON-LD article, a meta tag, or a CSS selector."""

    field: str
    kind: str
    name: str


# fmt: off
SOURCES = (
    #      field          kind        name                                     most trusted first
    Source("headline",    "json-ld",  "headline"),
    Source("headline",    "meta",     "og:title"),
    Source("headline",    "meta",     "twitter:title"),
    Source("headline",    "meta",     "dc.title"),
    Source("headline",    "meta",     "parsely-title"),
    Source("headline",    "css",      "[itemprop=headline]"),
    Source("headline",    "json-ld",  "name"),
    Source("published",   "json-ld",  "datePublished"),
    Source("published",   "meta",     "article:published_time"),
    Source("published",   "meta",     "og:article:published_time"),
    Source("published",   "meta",     "article:published"),
    Source("published",   "meta",     "og:published_time"),
    Source("published",   "meta",     "datepublished"),
    Source("published",   "meta",     "parsely-pub-date"),
    Source("published",   "meta",     "publish-date"),
    Source("published",   "meta",     "publishdate"),
    Source("published",   "meta",     "publish_date"),
    Source("published",   "meta",     "pubdate"),
    Source("published",   "meta",     "dc.date.issued"),
    Source("published",   "meta",     "dcterms.created"),
    Source("published",   "meta",     "dc.date"),
    Source("published",   "meta",     "sailthru.date"),
    Source("published",   "meta",     "date"),
    Source("published",   "json-ld",  "dateCreated"),
    Source("published",   "json-ld",  "uploadDate"),
    Source("published",   "css",      "[itemprop=datePublished]"),
    Source("published",   "css",      "time[pubdate]"),
    Source("published",   "css",      "time.entry-date.published"),
    Source("published",   "near",     "time[datetime]"),
    Source("published",   "near",     "time"),
    Source("updated",     "json-ld",  "dateModified"),
    Source("updated",     "meta",     "article:modified_time"),
    Source("updated",     "meta",     "og:updated_time"),
    Source("updated",     "meta",     "datemodified"),
    Source("updated",     "meta",     "last-modified"),
    Source("updated",     "css",      "[itemprop=dateModified]"),
    Source("byline",      "json-ld",  "author"),
    Source("byline",      "json-ld",  "creator"),
    Source("byline",      "meta",     "author"),
    Source("byline",      "meta",     "article:author"),
    Source("byline",      "meta",     "article:author_name"),
    Source("byline",      "meta",     "parsely-author"),
    Source("byline",      "meta",     "sailthru.author"),
    Source("byline",      "meta",     "dc.creator"),
    Source("byline",      "meta",     "byl"),
    Source("byline",      "near",     "[itemprop=author] [itemprop=name], [itemprop=author], [rel=author]"),
    Source("byline",      "near",     ".byline, .author-name, .author_name, .contributor-name, .reporter-name, .reporter_name, .rpt_name, .writer-name, .news-author"),
    Source("byline",      "near",     ".author, .writer, .reporter, .contributor, .rep"),
    Source("category",    "json-ld",  "articleSection"),
    Source("category",    "meta",     "article:section"),
    Source("category",    "meta",     "og:article:section"),
    Source("category",    "meta",     "parsely-section"),
    Source("category",    "meta",     "section"),
    Source("category",    "meta",     "category"),
    Source("category",    "json-ld",  "breadcrumb"),
    Source("category",    "near",     "[itemprop=articleSection]"),
    Source("category",    "css",      "[class*=breadcrumb] a, [class*=breadcrumb] li:not(:has(a, li))"),
    Source("category",    "above",    "[class*=section], [class*=category], .cat, a[href]"),
    Source("canonical",   "css",      "link[rel=canonical]"),
    Source("canonical",   "meta",     "og:url"),
    Source("canonical",   "json-ld",  "url"),
    Source("canonical",   "json-ld",  "mainEntityOfPage"),
    Source("site_name",   "meta",     "og:site_name"),
    Source("site_name",   "json-ld",  "publisher"),
    Source("site_name",   "meta",     "application-name"),
    Source("site_name",   "meta",     "apple-mobile-web-app-title"),
    Source("language",    "css",      "html[lang]"),
    Source("language",    "json-ld",  "inLanguage"),
    Source("language",    "meta",     "og:locale"),
    Source("language",    "meta",     "content-language"),
    Source("description", "json-ld",  "description"),
    Source("description", "meta",     "og:description"),
    Source("description", "meta",     "description"),
    Source("description", "meta",     "twitter:description"),
)
"""`css` looks everywhere, `near` only in what holds the headline's <h1>, `above` only right before it."""

METADATA_TAGS = {
    "kept": "title meta time", "kept_heading": "h1 h2", "kept_canonical": "link", "kept_json": "script",
}
"""Tags that are looked at wherever they stand (links only if canonical, scripts only if JSON), beside what the selectors
of `css` and `near` above name; for `above`, what stands before a heading is kept."""

ARTICLE_TYPES = frozenset({
    "article", "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "backgroundnewsarticle",
    "opinionnewsarticle", "reviewnewsarticle", "askpublicnewsarticle", "advertisercontentarticle", "satiricalarticle",
    "techarticle", "scholarlyarticle", "medicalscholarlyarticle", "blogposting", "liveblogposting", "socialmediaposting",
    "report", "claimreview",
})
LIST_TYPES = frozenset({"collectionpage", "itemlist", "searchresultspage", "profilepage", "contactpage", "aboutpage"})
"""Types of schema.org, in small letters, and what a page that names one is."""

OG_KINDS = {"article": "article", "news": "article", "website": "list", "blog": "list", "profile": "list"}

OTHERS_STORIES = frozenset({
    "itemListElement", "liveBlogUpdate", "hasPart", "mentions", "comment", "citation", "review", "isBasedOn",
    "relatedLink", "isRelatedTo", "blogPost", "subjectOf", "associatedMedia", "video", "image",
})
"""Keys of JSON-LD below which other stories and things lie, not the page's own."""
# fmt: on

NO_BYLINES = (
    "admin", "administrator", "webmaster", "editor", "author", "authors", "user", "guest", "root", "wp", "wp admin",
    "wordpress", "null", "none", "undefined", "unknown", "anonymous", "default", "test", "n/a", "nan", "false", "true",
    "web desk", "web admin", "super admin", "news admin", "অ্যাডমিন", "এডমিন", "অ্যাডমিনিস্ট্রেটর",
)  # fmt: skip
"""Accounts and empty fields of content systems; a desk in Bengali (অনলাইন ডেস্ক) is a byline."""

HOME_NAMES = ("home", "home page", "হোম", "প্রচ্ছদ", "মূলপাতা", "মূল পাতা", "নীড়", "নীড় পাতা")
"""The first step of breadcrumbs, never a section."""

TITLE_SEPARATORS = (" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " • ", " · ", " ‖ ", " ॥ ", " : ", "|", "::")
"""What sites put between a headline and their name in a title."""

EARLIEST_DAY = "1990-01-01"
"""No page of the web is older; 1970-01-01 and 0001-01-01 are fields that were left empty."""
