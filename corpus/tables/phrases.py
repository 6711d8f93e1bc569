"""Interface words of news pages, by the kind of line they give away.

A phrase is matched word by word on the folded line (joiners and punctuation dropped, Latin in small letters, any
run of digits written 0), so `আরও পড়ুন` also finds `আরও পড়ুন:` and `আরও-পড়ুন`. `where` says how much of the line it
must be: `whole` (the line is the phrase), `start` (the line begins with it) or `any` (it stands somewhere in it).
Seen on the pages of the example site, prothomalo, ittefaq, jugantor, samakal, bd-pratidin, amardesh, ajkerpatrika,
ekattor, ukbdnews, 91mobiles and bn.wikipedia between 2013 and 2026, or plain variants of what was seen there.
"""

from __future__ import annotations

from typing import NamedTuple


class Phrase(NamedTuple):
    """Words of a page's interface, the label of the line they mark, and how much of the line they are."""

    text: str
    label: str
    where: str


def _rows(label: str, where: str, listing: str) -> tuple[Phrase, ...]:
    return tuple(Phrase(text.strip(), label, where) for text in listing.split("·"))


# fmt: off
PHRASES: tuple[Phrase, ...] = (
    *_rows("related_inline", "start", "আরও পড়ুন · আরো পড়ুন · আরও পড়ুনঃ · আরও দেখুন · আরো দেখুন · আরও জানতে পড়ুন · এ সম্পর্কিত আরও পড়ুন · also read · read also · read more · পড়ুন"),
    *_rows("related_list", "whole", "আরও · আরও সংবাদ · আরো সংবাদ · আরও খবর · আরো খবর · সর্বশেষ · সর্বশেষ খবর · সর্বশেষ সংবাদ · সদ্য সংবাদ · জনপ্রিয় · জনপ্রিয় খবর · জনপ্রিয় সংবাদ · পাঠকপ্রিয় · সর্বাধিক পঠিত · সবচেয়ে পঠিত · পঠিত · সর্বাধিক আলোচিত · আলোচিত · নির্বাচিত · প্রিন্ট সর্বাধিক · সম্পর্কিত খবর · সম্পর্কিত সংবাদ · সংশ্লিষ্ট খবর · এ জাতীয় আরো খবর · এ জাতীয় আরও খবর · এই বিভাগের আরও খবর · এ বিভাগের আরও খবর · এ বিভাগের আরো খবর · এই বিভাগের আরো খবর · এই পাতার আরো খবর · এই পাতার আরও খবর · আজকের সব খবর · আগের সংবাদ · পরের সংবাদ · পূর্ববর্তী সংবাদ · পরবর্তী সংবাদ · পূর্ববর্তী খবর · পরবর্তী খবর · এই লেখকের সব লেখা · লেখকের আরও লেখা · এ সম্পর্কিত খবর · এই সম্পর্কিত আরও খবর · ট্রেন্ডিং · শিরোনাম · সব খবর · সব · আরও দেখুন · আরো দেখুন · latest · latest news · related news · related · related articles · related posts · popular · popular news · most read · trending · more news · more news of this category · recommended · you may also like · পড়তে পারেন · আরও পড়তে পারেন · বাছাই খবর · আলোচিত সংবাদ · বিশেষ প্রতিবেদন"),
    *_rows("tag", "any", "থেকে আরও পড়ুন"),
    *_rows("related_list", "any", "বিভাগের আরও খবর · বিভাগের আরো খবর · বিভাগের সকল খবর · বিভাগের সব খবর · জাতীয় আরো খবর · জাতীয় আরও খবর"),
    *_rows("related_list", "whole", "বিস্তারিত · বিস্তারিত পড়ুন · আরও বিস্তারিত · সম্পূর্ণ পড়ুন · পুরোটা পড়ুন · read more · more · সবগুলো দেখুন · আরও লোড করুন"),
    *_rows("share", "whole", "share · shares · 0 shares · 0 share · শেয়ার · শেয়ার করুন · 0 শেয়ার · খবরটি শেয়ার করুন · সংবাদটি শেয়ার করুন · নিউজটি শেয়ার করুন · এই খবরটি শেয়ার করুন · এই পোস্টটি শেয়ার করুন · share this · share this news on · share this news · share this post · share more · please share this post in your social media · facebook · twitter · x · whatsapp · messenger · linkedin · pinterest · telegram · instagram · youtube · email · print · copy · copy link · google · google news · viber · reddit · facebook twitter · print facebook twitter · pinterest facebook twitter google email · print pinterest · ফেসবুক · টুইটার · হোয়াটসঅ্যাপ · মেসেঞ্জার · ইমেইল · ইউটিউব · ইনস্টাগ্রাম · কপি লিংক · লিংক কপি করুন · লিংক কপি · প্রিন্ট · প্রিন্ট করুন · ফেসবুকে শেয়ার করুন · টুইট করুন · ফেসবুকে লাইক দিন · ফলো করুন · অনুসরণ করুন · আমাদের অনুসরণ করুন · আমাদের সঙ্গে থাকুন · আমাদের সাথে থাকুন · follow us · গুগল নিউজ"),
    *_rows("share", "any", "sharing button · শেয়ার করুন · share this · গুগল নিউজ ফিড ফলো · গুগল নিউজে ফলো · গুগল নিউজ অনুসরণ · ফেসবুক পেজে লাইক দিন · ফেসবুক পেজটি লাইক · চ্যানেলে সাবস্ক্রাইব · চ্যানেল সাবস্ক্রাইব · টেলিগ্রাম চ্যানেলে · হোয়াটসঅ্যাপ চ্যানেল"),
    *_rows("share", "start", "ফলো করুন · follow us on · আমাদের ফলো করুন"),
    *_rows("nav", "whole", "প্রচ্ছদ · হোম · মূলপাতা · মূল পাতা · প্রথম পাতা · শেষ পাতা · home · menu · মেনু · জাতীয় · বাংলাদেশ · সারাদেশ · সারা দেশ · দেশ · রাজনীতি · রাজধানী · আন্তর্জাতিক · বিশ্ব · বিদেশ · বিশ্ব সংবাদ · অর্থনীতি · অর্থ বাণিজ্য · বাণিজ্য · ব্যবসা বাণিজ্য · খেলা · খেলাধুলা · খেলার মাঠ · ক্রিকেট · ফুটবল · বিনোদন · মতামত · সম্পাদকীয় · উপ সম্পাদকীয় · চাকরি · চাকরির খবর · শিক্ষা · স্বাস্থ্য · লাইফস্টাইল · জীবনযাপন · জীবন যাপন · ধর্ম · ইসলাম · ইসলাম ও জীবন · সাহিত্য · শিল্প ও সাহিত্য · প্রযুক্তি · তথ্যপ্রযুক্তি · বিজ্ঞান ও প্রযুক্তি · বিজ্ঞান প্রযুক্তি · অপরাধ · আইন আদালত · আইন ও আদালত · প্রবাস · ফিচার · ভিডিও · ছবি · ছবিঘর · গ্যালারি · আর্কাইভ · ইপেপার · ই পেপার · epaper · e paper · english · eng · en · বাংলা · অন্যান্য · বিশেষ সংখ্যা · পাঁচমিশালি · চট্টগ্রাম · সিলেট · খুলনা · বরিশাল · রংপুর · রাজশাহী · ময়মনসিংহ · ঢাকা · লগইন · লগ ইন · login · sign in · নিবন্ধন · রেজিস্টার · রেজিস্ট্রেশন · সাইন ইন · অনুসন্ধান · অনুসন্ধান করুন · খুঁজুন · যা খুঁজতে চান · search · skip to content · কৃষি · পরিবেশ · সম্পাদক · নারী · স্বাস্থ্য ও চিকিৎসা · ক্যাম্পাস · শিক্ষাঙ্গন · গণমাধ্যম · রাশিফল · ভ্রমণ · কলাম · সাক্ষাৎকার"),
    *_rows("ad", "whole", "advertisement · advertisements · বিজ্ঞাপন · ads · sponsored · বিজ্ঞাপন দিন · আপনার বিজ্ঞাপন দিন এখানে · বিজ্ঞাপনের জন্য যোগাযোগ"),
    *_rows("ad", "any", "ফ্রি ডেলিভারি · অর্ডার করুন · ডিসকাউন্টে কিনুন · আপনার বিজ্ঞাপন · মোবাইল অ্যাপস ডাউনলোড · মোবাইল অ্যাপ ডাউনলোড · অ্যাপ ডাউনলোড করুন"),
    *_rows("comment", "whole", "মন্তব্য · মন্তব্য 0 · 0 মন্তব্য · মন্তব্য করুন · আপনার মন্তব্য · আপনার মতামত · আপনার মতামত লিখুন · মতামত দিন · সব মন্তব্য · জবাব · জবাব দিন · উত্তর · রিপ্লাই · reply · comment · comments · 0 comments · leave a comment · leave a reply · নতুন থেকে পুরোনো · পুরোনো থেকে নতুন · মন্তব্য নেই · পাঠকের মন্তব্য · পাঠকের মতামত"),
    *_rows("comment", "any", "মন্তব্য করতে · মন্তব্য করুন · মন্তব্য করছি · মন্তব্য প্রদান · মন্তব্যের জন্য · ইমেইল প্রকাশ করা হবে না · আপনার মন্তব্য · মন্তব্য লিখুন · leave a comment · leave a reply · email address will not be published · এখানে ক্লিক করুন · পরিচয় গোপন রাখতে"),
    *_rows("footer", "any", "সর্বস্বত্ব · সর্বসত্ব · স্বত্বাধিকারী · স্বত্ব · all rights reserved · copyright · privacy policy · terms of use · গোপনীয়তা নীতি · গোপনীয়তার নীতি · ব্যবহারের শর্তাবলি · ব্যবহারের শর্তাবলী · শর্তাবলি · সম্পাদক ও প্রকাশক · ভারপ্রাপ্ত সম্পাদক · প্রধান সম্পাদক · নির্বাহী সম্পাদক · উপদেষ্টা সম্পাদক · সার্কুলেশন · developed by · design by · powered by · theme customized by · best viewed in · কর্তৃক প্রকাশিত · থেকে মুদ্রিত · content is protected · লাইসেন্সের আওতাভুক্ত · পূর্বানুমতি ছাড়া · অনুমতি ছাড়া · বিনা অনুমতিতে"),
    *_rows("footer", "start", "সম্পাদক · প্রকাশক · ফোন · মোবাইল · ফ্যাক্স · পিএবিএক্স · ইমেইল · ই মেইল · ইমেল · বার্তা বিভাগ · বিজ্ঞাপন বিভাগ · নিউজরুম · যোগাযোগ · ঠিকানা · কার্যালয় · প্রধান কার্যালয় · রেজি · রেজি নং · about us · contact us · contact · উন্নয়নে · কারিগরি সহায়তায়"),
    *_rows("footer", "whole", "বিজ্ঞাপনের মূল্য তালিকা · নিউজলেটার · আমাদের সম্পর্কে · আমরা · নীতি ও শর্ত · নীতিমালা · বিজ্ঞাপন · যোগাযোগ করুন · শর্ত ও নিয়মাবলী · terms · privacy · about · rss · sitemap · সাইটম্যাপ"),
    *_rows("tag", "start", "বিষয় · ট্যাগ · ট্যাগস · ট্যাগসমূহ · tag · tags · topics · টপিক · কীওয়ার্ড"),
    *_rows("caption", "start", "ছবি · ফাইল ছবি · ফটো · ছবিঃ · photo · photo credit · image"),
    *_rows("caption", "whole", "ফাইল ছবি · ছবি সংগৃহীত · সংগৃহীত ছবি · সংগৃহীত · ছবি প্রতীকী · প্রতীকী ছবি · প্রতিনিধির পাঠানো ছবি"),
    *_rows("caption", "any", "ছবি সংগৃহীত · ফাইল ছবি · ছবি প্রতিনিধি · ছবি বাসস · ছবি রয়টার্স · ছবি এএফপি · ছবি এপি · ছবি ইন্টারনেট · ছবি ফেসবুক · ছবি আইসিসি"),
    *_rows("source_credit", "start", "সূত্র · তথ্যসূত্র · তথ্য সূত্র · সুত্র · source · সৌজন্যে"),
    *_rows("byline", "any", "নিজস্ব প্রতিবেদক · নিজস্ব প্রতিনিধি · নিজস্ব সংবাদদাতা · স্টাফ রিপোর্টার · স্টাফ করেসপন্ডেন্ট · সিনিয়র করেসপন্ডেন্ট · সিনিয়র রিপোর্টার · জ্যেষ্ঠ প্রতিবেদক · বিশেষ প্রতিনিধি · বিশেষ প্রতিবেদক · জেলা প্রতিনিধি · উপজেলা প্রতিনিধি · ডিস্ট্রিক্ট করেসপন্ডেন্ট · অনলাইন ডেস্ক · অনলাইন রিপোর্ট · অনলাইন প্রতিবেদক · ডেস্ক রিপোর্ট · নিউজ ডেস্ক · স্পোর্টস ডেস্ক · খেলা ডেস্ক · ক্রীড়া প্রতিবেদক · ক্রীড়া ডেস্ক · বিনোদন ডেস্ক · বিনোদন প্রতিবেদক · আন্তর্জাতিক ডেস্ক · বাণিজ্য ডেস্ক · অর্থনৈতিক প্রতিবেদক · বিশ্ববিদ্যালয় প্রতিনিধি · বিশ্ববিদ্যালয় প্রতিবেদক · আদালত প্রতিবেদক · কূটনৈতিক প্রতিবেদক · সংবাদদাতা · রিপোর্টারের নাম · নিজস্ব সংবাদদাতা · লাইফস্টাইল ডেস্ক · তথ্যপ্রযুক্তি ডেস্ক · প্রযুক্তি ডেস্ক · ধর্ম ডেস্ক · শিক্ষা ডেস্ক · বিশেষ সংবাদদাতা · প্রতিনিধি · প্রতিবেদক · প্রতিবেদন · ডেস্ক · করেসপন্ডেন্ট · রিপোর্টার · staff reporter · staff correspondent · news desk · desk report · desk"),
    *_rows("date", "start", "প্রকাশ · প্রকাশিত · প্রকাশের সময় · প্রকাশকাল · আপডেট · আপডেটঃ · সর্বশেষ আপডেট · হালনাগাদ · আপলোড · update time · update · updated · published · publish time · publish date · posted · last updated"),
    *_rows("date", "any", "0 ঘণ্টা আগে · 0 ঘন্টা আগে · 0 মিনিট আগে · 0 দিন আগে · 0 সেকেন্ড আগে · 0 সপ্তাহ আগে · 0 মাস আগে · 0 বছর আগে · hours ago · minutes ago · days ago"),
    *_rows("other", "whole", "img · image · অ · অ অ · অ অ অ · a a a · ok · সম্মত · হ্যাঁ · না · show · all · close · বন্ধ করুন · dismiss · প্রিন্ট সংস্করণ · প্রিন্ট ভার্সন · অনলাইন ভার্সন · অনলাইন সংস্করণ · পুরাতন খবর · পুরোনো সংখ্যা · ফজর · যোহর · জোহর · আসর · আছর · মাগরিব · এশা · ইশা · সূর্যোদয় · সূর্যাস্ত · শনি · রবি · সোম · মঙ্গল · বুধ · বৃহস্পতি · বৃহ · শুক্র · পুরনো খবর · আগের পাতা · পরের পাতা · পরে · আগে · next · previous · prev · 0 of 0 · play · pause · শুনুন · খবরটি শুনুন · 0 time view"),
    *_rows("other", "any", "কুকিজ ব্যবহার · cookie · cookies · পাঠক ভোট · পাঠক সংখ্যা · পাঠকসংখ্যা · time view · বার পঠিত · বার দেখা · সাবস্ক্রাইব করুন · সাবস্ক্রাইব · subscribe · নিউজ এলার্ট · আপনার ঠিকানা দিন · স্প্যাম পাঠাই না · নিউজলেটার"),
    *_rows("none", "any", "পাতাটি খুঁজে পাওয়া যায়নি · পৃষ্ঠাটি খুঁজে পাওয়া যায়নি · পেজটি খুঁজে পাওয়া যায়নি · খুঁজে পাওয়া যায়নি · page not found · not found · you have been blocked · access denied · attention required · checking your browser · verify you are human · just a moment · অনুসন্ধানের ফলাফল · ফলাফল পাওয়া গেছে · ফলাফল পাওয়া যায়নি · search results · search result · results for · এই লেখকের সব লেখা · লেখকের সব লেখা · বিভাগের সকল খবর · বিভাগের সব খবর · সকল খবর · service unavailable · error 0 · bad gateway · under maintenance · দুঃখিত পাতাটি · দুঃখিত পৃষ্ঠাটি · cloudflare ray id · enable javascript · আপনি মানুষ কি না · আপনি রোবট নন · জাভাস্ক্রিপ্ট চালু করুন · জাভাস্ক্রিপ্ট ও কুকি · javascript and cookies · ray id · 0টি ছবি · 0টি ফলাফল · your ip"),
)
# fmt: on
