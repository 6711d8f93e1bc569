"""What the models of `corpus.text.labels` see of each line: features as formulas (`corpus.text.columns`) over counts.

The counts of a line (`corpus.text.countable.COUNTS`) go by their names. Beside them stand `times` (how often the line
stands on the page), `place` and `title` (numbers of the line and of the line of the headline, -1 where none shows),
`lines` (of the page), and, in HTML, what `corpus.text.dump.Dom` holds.
"""

from __future__ import annotations

from corpus.tables.dom import ANCESTORS, CLASS_GROUPS, LINE_TAGS

# fmt: off
TERMS = {
    "some":        "max(words, 1)",
    "signs":       "max(chars, 1)",
    "goes_on":     "1 - ellipsis_end",
    "ends":        "dandas + stops * goes_on",
    "closed":      "max(max(danda_end, stop_end * goes_on), (dandas >= 2) * goes_on)",
    "prose":       "closed * min(max((words - 4) / 12, 0), 1)",
    "log_words":   "log1p(words)",
    "way":         "place / max(lines - 1, 1)",
    "titled":      "title >= 0",
    "below_title": "(place > title) * titled",
    "dated":       "(years + clocks > 0) * (words <= 12)",
    "dated_since": "running(dated) - at(running(dated), title)",
    "short":       "words <= 14",
    "imprint":     "(copyrights > 0) * (way > 0.3)",
    "open":        "(words >= 4) * (words <= 16) * (dandas + stops == 0)",
    "paragraph":   "danda_end * (words >= 8) * words",
    "paragraphs":  "sum(paragraph)",
    "paragraphs_above": "running(paragraph) / max(paragraphs, 1)",
    "told":        "(dandas + stops > 0) * (words >= 6) * words",
}
"""Parts of formulas."""

ALONE = {
    "log_words":         "log_words",
    "words_to_3":        "words <= 3",
    "words_to_8":        "words <= 8",
    "words_from_15":     "words >= 15",
    "words_from_30":     "words >= 30",
    "words_from_60":     "words >= 60",
    "words_from_100":    "words >= 100",
    "danda_end":         "danda_end",
    "danda_end_short":   "danda_end * (words <= 8)",
    "stop_end":          "stop_end * goes_on",
    "ellipsis_end":      "ellipsis_end",
    "colon_end":         "colon_end",
    "letter_end_long":   "letter_end * (words >= 15) * (ends == 0)",
    "sentences_from_2":  "ends >= 2",
    "sentences_from_4":  "ends >= 4",
    "sentences_from_6":  "ends >= 6",
    "sentences":         "log1p(ends)",
    "sentence_length":   "min(words / max(ends, 1), 40) / 40",
    "commas":            "min(commas / some, 0.3)",
    "function_share":    "function_words / some",
    "has_function":      "function_words > 0",
    "digit_share":       "digits / signs",
    "date_share":        "date_words / some",
    "latin_share":       "latin / signs",
    "mostly_latin":      "latin / signs > 0.5",
    "verb_end":          "verb_end",
    "verb_ends":         "min(verb_ends / max(dandas, 1), 1)",
    "long_word_share":   "long_words / some",
    "quote_start":       "quote_start",
    "bar_start":         "bar_start",
    "digit_start":       "digit_start",
    "bars":              "bars > 0",
    "colons":            "colons > 0",
    "repeated":          "times > 1",
    "prose":             "prose",
    "first_line":        "place == 0",
    "place":             "way",
    "place_squared":     "way * way",
    "long_among_long":   "log_words * around(log_words, 3) / 8",
    "prose_among_prose": "prose * around(prose, 3)",
    "short_among_prose": "(words <= 12) * around(prose, 3)",
    "below_title":       "below_title",
    "above_title":       "(place < title) * titled",
    "near_below_title":  "below_title * exp(-max(place - title - 1, 0) / 8)",
    "far_below_title":   "below_title * min((place - title) / 60, 1)",
    "dated":             "dated",
    "dated_above":       "exp(-since(dated) / 4)",
    "dated_below":       "exp(-until(dated) / 4)",
    "dated_since_title": "titled * min(max(dated_since, 0), 8) / 8",
    "dated_twice_since_title": "titled * (dated_since >= 2)",
    "currency_share":    "currencies / some",
    "symbol_share":      "min(symbols / some, 2)",
    "wordless":          "words == 0",
    "copyright":         "copyrights > 0",
    "below_imprint":     "running(imprint) > 0",
    "above_imprint":     "running(imprint) - imprint < sum(imprint)",
    "near_above_imprint": "exp(-until(imprint) / 6)",
    "far_above_imprint": "exp(-until(imprint) / 30)",
    "paragraphs":        "log1p(paragraphs) / 8",
    "paragraphs_above":  "paragraphs_above",
    "paragraphs_at_edges": "min(paragraphs_above, 1 - paragraphs_above)",
} | {
    f"open_within_{width}": f"around(open, {width})" for width in (1, 3, 6, 12)
} | {
    f"paragraphs_within_{width}{rest}": formula.format(of=f"within(paragraph, {width})")
    for width in (5, 10, 20, 40)
    for rest, formula in (("", "{of} / max(paragraphs, 1)"), ("_of_best", "{of} / max(top({of}), 1)"))
} | {
    f"run_{gap}{rest}": formula.format(of=f"run(told, {gap})")
    for gap in (0, 1, 3) for rest, formula in (("", "log1p({of}) / 8"), ("_of_best", "{of} / max(top({of}), 1)"))
} | {
    f"dated_within_{width}": f"min(within(dated, {width}), 4) / 4" for width in (4, 10)
} | {
    f"{name}_{step:+}": f"shift({name}, {step})" for step in (-3, -2, -1, 1, 2, 3) for name in ("prose", "log_words")
} | {
    f"{name}_in_{width}_{side}": f"{side}({name}, {width})"
    for width in (5, 12, 30) for name in ("prose", "log_words") for side in ("before", "after")
} | {
    f"{name}_within_{width}": f"around({part}, {width})"
    for width in (3, 6, 12) for name, part in (("prose", "prose"), ("short", "words <= 6"))
}
"""Of a line by itself and of what stands around it."""

PHRASES = {
    "start_{kind}": "starts_{kind} * (words <= 20)",  # long lines may hold any words
    "any_{kind}":   "holds_{kind} * (1 - starts_{kind}) * short",
}
"""Of the phrases of each kind (`corpus.tables.phrases`) that a line begins with, or holds elsewhere."""

DOM_TERMS = {
    "one":          "1",
    "prose_words":  "prose * words",
    "prose_total":  "max(sum(prose_words), 1)",
    "linked_words": "linked * words",
}
DOM = {
    f"tag_{name}": f"tag == {place}" for place, name in enumerate(LINE_TAGS)
} | {
    f"in_{name}": f"bit(ancestors, {place})" for place, name in enumerate(ANCESTORS)
} | {
    f"{side}_{name}": f"bit({side}, {place})" for place, name in enumerate(CLASS_GROUPS) for side in ("near", "far")
} | {
    "linked":     "linked",
    "all_linked": "linked > 0.9",
    "bold":       "bold",
    "depth":      "min(depth, 40) / 40",
} | {
    f"{name}_in_{level}": formula.format(level=level)
    for level in range(3)
    for name, formula in (
        ("prose",  "held(prose_words, {level}) / prose_total"),
        ("lines",  "log1p(held(one, {level})) / 5"),
        ("linked", "held(linked_words, {level}) / max(held(words, {level}), 1)"),
    )
}
"""Of the HTML around a line."""

TOGETHER_TERMS = {
    "odds":   "min(max(first, -8), 8) / 4",
    "chance": "1 / (1 + exp(-first))",
    "mass":   "chance * words",
    "total":  "max(sum(mass), 1)",
    "before_it": "running(mass) / total",
    "dated":     TERMS["dated"],
    "unlikely":  "chance < 0.2",
    "densest":   "peak(within(mass, 3))",
    "dates_off": "abs(running(dated) - at(running(dated), densest))",
    "unlikely_off": "abs(running(unlikely) - at(running(unlikely), densest))",
    "off":       "log1p(unlikely_off) / 4",
}

OF_A_GROUP = (
    ("mass",   "",         "{mass} / total"),
    ("mass",   "_of_best", "{mass} / max(top({mass}), 1)"),
    ("chance", "",         "{mass} / max({words}, 1)"),
)
"""Of the mass and the words of a group of lines: the share of the page, of its best group, and the mean chance."""

TOGETHER = {
    "chance":        "chance",
    "mass_before":   "before_it",
    "mass_at_edges": "min(before_it, 1 - before_it)",
    "in_middle":     "(before_it > 0.02) * (before_it < 0.98)",
    "log_total":     "log1p(total) / 8",
    "below_densest": "place > densest",
    "mass_to_densest": "abs(before_it - at(before_it, densest))",
    "dates_to_densest": "min(dates_off, 6) / 6",
    "date_to_densest": "dates_off >= 1",
    "unlikely_to_densest": "off",
    "unlikely_to_densest_from_3": "unlikely_off >= 3",
    "unlikely_to_densest_from_10": "unlikely_off >= 10",
    "unlikely_share_to_densest": "unlikely_off / (unlikely_off + abs(place - densest) + 1)",
    "unlikely_below_densest": "off * (place > densest)",
    "unlikely_above_densest": "off * (place < densest)",
} | {
    f"odds_{step:+}": f"shift(odds, {step})" for step in (-4, -3, -2, -1, 1, 2, 3, 4)
} | {
    f"{name}_within_{width}{rest}": formula.format(mass=f"within(mass, {width})", words=f"within(words, {width})")
    for width in (2, 5, 10, 20) for name, rest, formula in OF_A_GROUP
}
"""Of the log-odds that the first step gives to the lines around one (`first`); comments and teasers stand apart from the\nlines where most of the mass is (`densest`), by dates and by lines that are not body."""

DUMP_TOGETHER = {
    "subject":            "shared * (words >= 8)",
    "subject_short":      "shared * (words < 8)",
    "subject_near":       "around(shared * (words >= 8), 3)",
    "subject_share":      "of_others * (words >= 8)",
    "subject_share_near": "around(of_others * (words >= 8), 3)",
}
"""How far a line's longer words stand on other lines that are likely body (`shared`), and how far only on such
(`of_others`). A teaser of another story speaks of something else than the story does, in any language; only dumps need
it, for in HTML the containers tell as much."""

DOM_TOGETHER = {
    f"{name}_in_{level}{rest}": formula.format(mass=f"held(mass, {level})", words=f"held(words, {level})")
    for level in range(3) for name, rest, formula in OF_A_GROUP
}
"""Of the same on the lines that share a container."""

HEADLINE_TERMS = {
    "some":     "max(words, 1)",
    "signs":    "max(chars, 1)",
    "short":    "words <= 14",
    "above":    "place < stop",
    "dates":    "max(date_words + (digits > 0) >= some * 0.6, (years + clocks > 0) * (digits >= signs * 0.3))",
    "meta":     "min(holds_byline + holds_date + holds_share + holds_caption + holds_other + dates, 1) * short",
    "plain":    "running(1 - meta)",
    "end":      "stop - start - 1",
}
HEADLINE = {
    "log_words":         "log1p(words)",
    "words_1":           "words <= 1",
    "words_to_2":        "words <= 2",
    "words_from_4":      "words >= 4",
    "words_from_15":     "words >= 15",
    "words_from_22":     "words >= 22",
    "danda_end":         "danda_end",
    "stop_end":          "stop_end",
    "ellipsis_end":      "ellipsis_end",
    "colon_end":         "colon_end",
    "several_sentences": "dandas >= 2",
    "digit_share":       "digits / signs",
    "date_share":        "date_words / some",
    "latin_share":       "latin / signs",
    "quote_start":       "quote_start",
    "bars":              "bars > 0",
    "distance":          "log1p(abs(stop - place))",
    "right_above":       "place == stop - 1",
    "in_body":           "place >= stop",
    "dates":             "dates",
    "meta":              "meta",
    "meta_below":        "shift(meta, 1)",
    "meta_below_soon":   "after(meta, 4)",
    "meta_all_below":    "(at(plain, end) == at(plain, min(place - start, end))) * (place < stop - 1)",
    "first_line":        "place == 0",
    "repeated":          "(times > 1) * (words >= 2)",
    "told_by_title":     "in_title / max(distinct + title_words - in_title, 1) * (place > 0) * (words >= 2)",
    "in_title":          "(distinct >= 3) * (in_title == distinct) * (place > 0)",
    "told_by_body":      "in_opening / max(distinct, 1) * above",
    "short_above":       "before(words <= 3, 4)",
    "short_below":       "after(words <= 3, 3)",
    "is_told":           "is_told",
}
"""Of a line near the beginning of the body (which is line `stop`; the lines looked at begin with `start`), should it be
the headline: `distinct` of its words are different, of which `in_title` stand on the page's first line, which has
`title_words`, and `in_opening` in the first paragraphs; `is_told` if the page's metadata say so."""

DOM_HEADLINE = {
    "h1":         f"tag == {LINE_TAGS.index('h1')}",
    "heading":    f"tag == {LINE_TAGS.index('heading')}",
    "near_title": f"bit(near, {CLASS_GROUPS.index('title')})",
    "linked":     "linked",
} | {
    f"in_{name}": f"bit(ancestors, {ANCESTORS.index(name)})" for name in ("nav", "list", "figure")
}

PAGE_TERMS = {
    "dated":     TERMS["dated"],
    "mass":      "chance * words",
    "kept_words": "kept * words",
    "sure":      "sum(kept_words)",
    "n_kept":    "max(sum(kept), 1)",
    "some_kept": "last > first",
    "outside":   "1 - kept",
    "inside":    "(place >= first) * (place < last)",
    "sentence":  "max(danda_end, stop_end) * (ellipsis_end == 0) * (words >= 6)",
    "just_above": "(place >= first - 8) * (place <= first)",
}
PAGE = {
    "log_words":        "log1p(sure)",
    "words_to_40":      "sure <= 40",
    "words_from_120":   "sure >= 120",
    "lines_1":          "n_kept == 1",
    "lines_to_2":       "n_kept <= 2",
    "share_of_words":   "sure / max(sum(words), 1)",
    "share_of_mass":    "sum(kept * mass) / max(sum(mass), 1)",
    "mean_chance":      "sum(kept * chance) / n_kept",
    "top_chance":       "top(chance)",
    "longest":          "log1p(top(kept_words))",
    "mean_length":      "log1p(sure / n_kept)",
    "sentences":        "log1p(sum(kept * (dandas + stops)))",
    "gaps_inside":      "sum(outside * inside) / max(last - first, 1) + (1 - some_kept)",
    "prose_outside":    "log1p(sum(sentence * outside))",
    "likely_outside":   "log1p(sum((chance >= 0.5) * outside))",
    "ellipses_outside": "log1p(sum(ellipsis_end * outside * (words >= 6)))",
    "ends_open":        "at(ellipsis_end, last - 1) * some_kept",
    "none_phrases":     "min(sum(holds_none), 3)",
    "none_phrase":      "min(sum(holds_none), 1)",
    "lines":            "log1p(lines)",
    "latin":            "sum(kept * latin) / max(sum(kept * chars), 1)",
    "dates":            "log1p(sum(date_words * 3 > words))",
    "starts_at":        "first / max(lines, 1)",
    "dated_lines":      "log1p(sum(dated))",
    "dated_above":      "min(sum(dated * just_above), 1) * some_kept",
    "dated_inside":     "sum(dated * inside) / n_kept",
}
"""Of the whole page, the same on every line: `kept` lines are the best run, from `first` up to `last`."""

DOM_PAGE = {
    "linked":         "sum(linked * kept_words) / max(sure, 1)",
    "h1":             f"min(sum(tag == {LINE_TAGS.index('h1')}), 2)",
    "one_container":  "top(held(kept_words, 0)) / max(sure, 1)",
    "two_containers": "top(held(kept_words, 1)) / max(sure, 1)",
}
# fmt: on
