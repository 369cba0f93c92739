"""The commonest words of English: what a capital at the start of a sentence may hide, and what two
halves of a word may happen to be.

A closed list, so that every machine judges alike.  It is short on purpose: a word that is missing
costs a reader one line too many, never one too few.
"""

from __future__ import annotations

COMMON_WORDS = frozenset(
    # articles, pronouns, determiners
    "a an the this that these those i you he she it we they me him her us them my your his its our"
    " their mine yours ours theirs self who whom whose which what one ones some any all both each"
    " every either neither none other others another such same own few many much more most less"
    " least several body thing"
    # little words
    " of in on at by for to from with without into onto over under up down out off about above after"
    " before behind below beside between beyond during near past since through until upon within"
    " and or but nor so yet if then else than as because while though although unless whether"
    " not no never ever now here there where when why how again once twice also too very just only"
    " even still almost already always often soon well away back forth together yes"
    # verbs
    " am is are was were be been being do does did done have has had having can could may might must"
    " shall should will would let get got go goes going gone went come came take took taken make made"
    " say said see saw seen know knew known think thought want give gave given find found tell told"
    " ask asked use used call called try need keep kept hold held put set stand stood turn look like"
    " mean meant"
    # nouns and others that stand in compounds
    " man men time times day days year years way ways part side head hand line point place end"
    " long round new old good great high low full free right left first last next big small able"
    " land house home work state people world country press ten"
    # what opens a sentence
    " however therefore meanwhile moreover furthermore today yesterday tomorrow tonight finally"
    " perhaps thank thanks please let's sure okay indeed instead additionally recently currently"
    # negation in the languages of the translations
    " si sin nunca nada para por que con una un non ne pas jamais".split()
)
