"""What pages say of themselves that are not the page: blocked, out of order, not found, moved.

Each phrase is matched against the whole of a part of a title, of a headline, or of a sentence on a
page of few words.  "Access Denied" is such a phrase; "Access Denied: A Report" has one as a part,
which is why no phrase is ever believed alone (``signs``).
"""

from __future__ import annotations

import re

_CODE = r"(?:(?:http )?(?:error |erreur |fehler |erro |c[oó]digo )?(?:code )?\d{3}(?: error)?[\s:.!-]*)?"
_IS = r"(?:is |are |was |has been |have been |['’]s |['’]re )?"
_SORRY = (
    r"(?:(?:we(?: are|['’]re) )?(?:very )?(?:sorry|oops|uh[- ]oh|whoops|hmm+|hrm|oups|ups"
    r"|désolée?s?|lo sentimos|lo siento|desculpe|leider|عذر[اًا]+|抱歉|对不起)[,.!:;…，。 ]+"
    r"(?:but )?)?"
)


def _whole(*phrases: str) -> re.Pattern[str]:
    return re.compile(
        rf"{_CODE}{_SORRY}(?:{'|'.join(phrases)})(?: \(?(?:error )?\d{{3}}\)?)?[.!…?]*",
        re.IGNORECASE,
    )


BLOCKED = _whole(
    r"(?:we(?: are|['’]re) (?:currently )?(?:experiencing|having) (?:some )?)?technical"
    r" difficult(?:y|ies)",
    r"access (?:to this (?:page|site|website|resource)(?: on the server)? (?:has been |is |was )?)?"
    r"denied(?: by security policy)?",
    r"attention required!?",
    r"(?:just )?(?:a|one) moment(?:, please)?",
    r"please wait(?: a moment)?",
    r"(?:your )?request (?:was |has been )?(?:blocked|rejected|denied)",
    r"request unsuccessful\. incapsula incident id.*",
    r"you have been blocked|blocked|you (?:do not|don['’]t) have permission to (?:access|view) .{0,200}",
    r"security (?:check|challenge)|pardon our interruption|client challenge|robot check|captcha",
    r"(?:are you|verify(?:ing)? (?:that )?you are|confirm you are) (?:a |an )?(?:human|robot)",
    r"human verification|bot (?:verification|challenge)|checking your browser(?: .{0,60})?",
    r"forbidden(?:: access is denied)?|unauthori[sz]ed|access forbidden|page forbidden",
    r"not acceptable!?",
    r"error: the request could not be satisfied|the request could not be satisfied",
    r"ddos(?:-guard| protection)?(?: .{0,40})?|too many requests|web page blocked!?",
)
# A way in for its members, a hotel's network, a wall of cookies: the page is behind it.
LOCKED = _whole(
    r"(?:please |you (?:must|need to|have to) )?(?:log|sign)[- ]?in"
    r"(?: (?:to|with|required|page|here|below)(?: .{1,60})?)?",
    r"login(?: (?:required|page|form))?|authentication (?:is )?required|(?:your )?session"
    r" (?:has )?(?:expired|timed out)",
    r"members only|subscribers only",
    r"se connecter|connexion(?: requise)?|iniciar sesi[oó]n|inicio de sesi[oó]n|anmelden",
    r"welcome to (?:the |our )?(?:.{1,30} )?wi-?fi(?: network)?|(?:.{1,30} )?wi-?fi (?:login|log in"
    r"|access|portal)|guest wi-?fi|captive portal",
    r"(?:network|internet) (?:login|access|authentication)(?: required)?",
    r"(?:please )?(?:enable|accept|allow) (?:java ?script and )?cookies(?: .{0,60})?",
    r"(?:this (?:site|page|website) (?:requires|needs) )?cookies (?:are )?(?:required|disabled)",
    r"this (?:site|page|website) (?:requires|needs) cookies(?: .{0,60})?",
    r"before you continue(?: to .{1,60})?",
)
OUT_OF_ORDER = _whole(
    r"(?:(?:this|the|our) )?(?:web ?)?(?:site|page|service|server|system) (?:is )?(?:currently |temporarily"
    r" )*(?:unavailable|offline|down|under maintenance|out of (?:order|service))(?: .{0,60})?",
    r"(?:(?:temporarily|currently|briefly) )(?:unavailable|offline|down)(?: .{0,60})?",
    r"(?:(?:we are|we['’]re) )?(?:currently )?(?:performing |undergoing |down for |under |in |offline for )?"
    r"(?:(?:site|web ?site|system|server|scheduled|planned|routine|emergency) )+maintenance(?: mode)?",
    r"(?:down for |under |undergoing )maintenance|maintenance mode",
    r"(?:we['’]ll|we will) be (?:right )?back(?: .{0,30})?",
    r"bad gateway|gateway time-?out|internal server error|server error(?: in .{1,40})?"
    r"|service (?:temporarily )?unavailable|runtime error|application error|proxy error"
    r"|web server is down|connection timed out|origin is unreachable",
    r"(?:there (?:was|has been) )?(?:an? )?(?:unexpected |critical |fatal )?error"
    r" (?:has )?(?:occurred|establishing a database connection)|database (?:connection )?error"
    r"|there has been a critical error on (?:this|your) website",
    r"welcome to nginx!?|apache\d? .{0,30}default page(?:: it works)?|iis windows(?: server)?",
    r"site en maintenance|(?:sitio )?en mantenimiento|wartungsarbeiten|em manutenção",
)
_NO_THING = (
    r"(?:(?:the|that|this) )?(?:requested |web ?)?"
    r"(?:page|document|file|content|article|resource|url|object|item|post)s?"
    r"(?: or directory)?(?: (?:that )?(?:you(?:['’]re| have| are| were)? )?(?:requested|looking for"
    r"|trying to (?:reach|find|access)))?"
)
NOT_FOUND = _whole(
    rf"{_NO_THING} (?:was |is |has been |have been |could |can|can['’]t be |cannot be |isn['’]t "
    r"|(?:does|is)(?: not|n['’]t) )?"
    r"(?:not |no longer |be )*(?:found|available|exists?|deleted|removed|missing)",
    rf"(?:{_NO_THING}|it) (?:may |might )?(?:has |have |was )?(?:been )?(?:re)?moved or .{{0,60}}",
    rf"(?:that )?(?:we )?(?:can['’]t|cannot|could(?: not|n['’]t)) find {_NO_THING}.{{0,40}}",
    r"not found|nothing (?:was )?found|no such (?:page|file|document)",
    r"(?:http )?(?:error |erreur |fehler )?(?:code )?404(?: error)?(?: page)?",
    r"(?:la |cette )?page (?:web )?(?:que vous (?:re)?cherchez |que vous (?:avez demandée|demandez) "
    r"|demandée )?(?:est |semble )?(?:introuvable|inexistante|non trouvée"
    r"|n['’](?:existe (?:pas|plus)|a pas (?:été trouvée|pu être trouvée)|est (?:pas|plus) disponible))",
    r"(?:la |esta )?p[aá]gina (?:que (?:está |estás )?(?:busca[ns]?|buscando|ha solicitado|solicitó) "
    r"|solicitada )?(?:ya )?no (?:fue |ha sido |está |se )?(?:encontrada|existe|disponible|encuentra"
    r"|encontró|ha encontrado|puede encontrar)",
    r"no (?:se (?:ha )?(?:encontrado|encontró|pudo encontrar)|encontramos) (?:la|esta) p[aá]gina.{0,30}",
    r"p[aá]gina não (?:foi )?encontrada|pagina non trovata|страница не найдена",
    r"(?:die |diese )?(?:angeforderte )?seite (?:wurde |konnte )?(?:nicht gefunden(?: werden)?"
    r"|existiert nicht(?: mehr)?)",
    r"(?:هذه )?الصفحة (?:المطلوبة )?غير موجودة|لم يتم العثور على (?:هذه )?الصفحة"
    r"|صفحه (?:مورد نظر )?(?:یافت|پیدا) نشد",
    r"(?:您(?:访问|查找|请求|要找)的)?(?:页面|网页)(?:不存在|未找到|找不到)|找不到(?:该|此)?(?:页面|网页)"
    r"|ページが見つかりません(?:でした)?|페이지를 찾을 수 없습니다",
    r"the wayback machine has not archived that url|(?:the )?wayback machine (?:does not|doesn['’]t)"
    r" have (?:that|this) page archived|(?:this )?page cannot be displayed(?: due to robots\.txt)?",
    r"(?:this |the )?(?:.{1,60} )?(?:domain|web address)(?: name)? (?:is|may be)"
    r" (?:now )?(?:for sale|parked|available for purchase|expired)(?: .{0,80})?|.{0,60}domain for sale"
    r"|buy this domain"
    r"|(?:this )?account (?:has been )?suspended",
)
_MOVABLE = (
    r"(?:page|site|document|content|article|resource|url|object|file|item|web ?page|web ?site)s?"
)
_ASKED = (
    r"(?: (?:that )?you(?: have|['’]ve| are| were|['’]re)?"
    r" (?:requested|looking for|trying to (?:reach|find|access)|seeking))?"
)
# Matched at the start of a sentence: where the page went follows.
MOVED = re.compile(
    rf"{_CODE}{_SORRY}(?:"
    rf"(?:(?:the|this|that|our) )?(?:requested )?{_MOVABLE}{_ASKED} (?:has|have|was|were|is) "
    r"(?:now |been |permanently |recently )*(?:moved|relocated|transferred|redirected)\b"
    rf"|(?:the|this|that) (?:requested )?{_MOVABLE}{_ASKED} (?:(?:is|are) now|can now be)"
    r" (?:at|located|available|found|hosted)\b"
    r"|you (?:are|will) (?:now |be |being |shortly |automatically )+(?:redirected|forwarded|taken)\b"
    r"|(?:if|click here if) (?:you are not|your browser does not|you['’]re not|nothing happens)"
    r".{0,40}(?:redirect|click here)"
    r"|redirecting\b|redirection$|(?:page|object|document|site|url) moved\b"
    r"|moved (?:permanently|temporarily)\b|(?:please )?update your (?:bookmark|link)s?\b"
    r"|got an http 30\d response at crawl time"
    r"|(?:cette|la) page a (?:été déplacée|changé d['’]adresse)|vous (?:allez être|êtes|serez) redirigé"
    r"|(?:esta|la) página (?:ha sido (?:trasladada|movida)|se ha (?:movido|trasladado))"
    r"|(?:usted )?(?:está siendo|será) redirigid[oa]"
    r")",
    re.IGNORECASE,
)
