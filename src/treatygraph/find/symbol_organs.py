"""Holds, as rows of data, what the grammar of United Nations document symbols knows by name.

It must not read any text, and holds general knowledge of symbols only, nothing of a single report.

Source of the principal organs, kinds of organs, natures and modifications: Dag Hammarskjöld Library,
"UN Document Symbols" (research.un.org/en/docs/symbols) and its UNBIS manual on document series symbols. The
other rows (treaty conferences, treaty bodies, IAEA, OPCW) are the forms in use; no single list gives them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Pairs = Literal["none", "session", "year", "year or number", "any"]


@dataclass(frozen=True, slots=True)
class Series:
    """One first component and what may stand directly behind it.

    `words`: other capital words may follow (ST/SGB, CCPR/C); without it only known organs and natures.
    `running`: least digits of a running number directly behind the head (S/25411); 0 where there is none.
    `running_years`: whether that may look like a year (CD/2020); elsewhere it is a series, cut short.
    `pairs`: what two numbers directly behind the head are: session and number (A/75/10), year and number.
    `spaced`: whether a space stands behind the full stop of a nature (AG/RES. 2970).
    `tight`: whether no space stands before a session in brackets (Assembly/AU/Dec.749(XXXIII)).
    """

    head: str
    name: str
    words: bool = True
    running: int = 0
    running_years: bool = False
    pairs: Pairs = "none"
    spaced: bool = False
    tight: bool = False


SERIES: Mapping[str, Series] = {
    row.head: row
    for row in (
        # principal organs
        Series("A", "General Assembly", words=False, running=3, pairs="session"),
        Series("S", "Security Council", words=False, running=3, pairs="year or number"),
        Series("E", "Economic and Social Council", words=False, running=3, pairs="year"),
        Series("T", "Trusteeship Council", words=False, running=3),
        Series("ST", "Secretariat"),
        # press releases
        Series("SG", "Secretary-General, press releases"),
        Series("GA", "General Assembly, press releases", running=4, running_years=True),
        Series("SC", "Security Council, press releases", words=False, running=4, running_years=True),
        Series("DC", "Disarmament, press releases", words=False, running=3, running_years=True),
        Series("PI", "Public information, press releases", words=False, pairs="year"),
        # disarmament
        Series("CTBT", "Comprehensive Nuclear-Test-Ban Treaty: Preparatory Commission, States Signatories"),
        Series("CD", "Conference on Disarmament", running=1, running_years=True),
        Series("NPT", "Treaty on the Non-Proliferation of Nuclear Weapons"),
        Series("BWC", "Biological Weapons Convention"),
        Series("CCW", "Convention on Certain Conventional Weapons"),
        Series("APLC", "Anti-Personnel Mine Ban Convention"),
        Series("CCM", "Convention on Cluster Munitions", running=1),
        Series("TPNW", "Treaty on the Prohibition of Nuclear Weapons"),
        # human rights treaties
        Series("CCPR", "Human Rights Committee"),
        Series("CEDAW", "Committee on the Elimination of Discrimination against Women"),
        Series("CERD", "Committee on the Elimination of Racial Discrimination"),
        Series("CAT", "Committee against Torture"),
        Series("CRC", "Committee on the Rights of the Child"),
        Series("CRPD", "Committee on the Rights of Persons with Disabilities"),
        Series("CMW", "Committee on Migrant Workers"),
        Series("CED", "Committee on Enforced Disappearances"),
        Series("HRI", "International human rights instruments"),
        # environment, trade, development, crime
        Series("FCCC", "United Nations Framework Convention on Climate Change"),
        Series("ICCD", "United Nations Convention to Combat Desertification"),
        Series("CBD", "Convention on Biological Diversity"),
        Series("UNEP", "United Nations Environment Programme"),
        Series("UNCTAD", "United Nations Conference on Trade and Development, publications"),
        Series("TD", "United Nations Conference on Trade and Development", running=3),
        Series("DP", "United Nations Development Programme", pairs="year"),
        Series("UNW", "UN-Women", pairs="year"),
        Series("HSP", "United Nations Human Settlements Programme"),
        Series("CAC", "Convention against Corruption"),
        Series("CTOC", "Convention against Transnational Organized Crime"),
        # regional commissions with series of their own
        Series("ECE", "Economic Commission for Europe"),
        Series("ESCAP", "Economic and Social Commission for Asia and the Pacific", pairs="any"),
        # law of the sea, courts, inspection
        Series("ISBA", "International Seabed Authority"),
        Series("SPLOS", "Meeting of States Parties, law of the sea", running=1, pairs="any"),
        Series("CLCS", "Commission on the Limits of the Continental Shelf", running=1),
        Series("ICC-ASP", "Assembly of States Parties to the Rome Statute", pairs="any"),
        Series("AT", "Administrative Tribunal"),
        Series("JIU", "Joint Inspection Unit"),
        # International Atomic Energy Agency; its General Conference is among the heads with a session
        Series("GOV", "IAEA Board of Governors", running=3, pairs="year"),
        Series("INFCIRC", "IAEA information circulars", running=1, running_years=True),
        # other organisations
        Series("WO", "World Intellectual Property Organization, assemblies"),
        Series("WIPO", "World Intellectual Property Organization"),
        Series("AG", "Organization of American States, General Assembly", spaced=True),
        Series("Assembly", "African Union, Assembly", tight=True),
        Series("EX.CL", "African Union, Executive Council", tight=True),
    )
}


@dataclass(frozen=True, slots=True)
class SessionHead:
    """A first component with its session: C-20, EC-M-33, GC(64), GB.340; `plain`: a bare number may follow."""

    head: str
    name: str
    written: Literal["hyphen", "brackets", "stop"]
    plain: bool = True


SESSION_HEADS: Mapping[str, SessionHead] = {
    row.head: row
    for row in (
        SessionHead("GC", "IAEA General Conference", "brackets"),
        # C-311/18 is a case of the European Court of Justice, so a bare number does not make a symbol here.
        SessionHead("C", "OPCW Conference of the States Parties", "hyphen", plain=False),
        SessionHead("C-SS", "OPCW Conference of the States Parties, special sessions", "hyphen"),
        SessionHead("EC", "OPCW Executive Council", "hyphen"),
        SessionHead("EC-M", "OPCW Executive Council, meetings", "hyphen"),
        SessionHead("RC", "OPCW review conferences", "hyphen"),
        SessionHead("PC", "OPCW Preparatory Commission", "hyphen"),
        SessionHead("GB", "ILO Governing Body", "stop", plain=False),
        SessionHead("ILC", "International Labour Conference", "stop", plain=False),
    )
}

NUMBERED_BODIES = frozenset({"CoP", "SC", "AC", "PC"})
"""Bodies of the wildlife trade convention: with their session and a kind they stand without strokes, CoP19 Doc. 5."""

NUMBERED_KINDS: Mapping[str, str] = {"Doc": "DOC", "Inf": "INF", "Prop": "DOC", "Com": "CRP"}
"""The kinds of their documents, written with a full stop and a space, and the nature of each."""

DECISION_ORGANS = frozenset({"CP", "CMP", "CMA", "COP", "MOP", "CST"})
"""Organs whose decisions are written number first: 1/CP.21."""


@dataclass(frozen=True, slots=True)
class Organ:
    """A subsidiary organ; `bare`: it may stand without an ordinal; `session`: its ordinal is a session."""

    name: str
    bare: bool = False
    session: bool = False


ORGANS: Mapping[str, Organ] = {
    row.name: row
    for row in (
        Organ("AC"),  # ad hoc committee
        Organ("C"),  # standing or main committee
        Organ("CN"),  # commission
        Organ("SC"),  # subcommittee
        Organ("Sub"),  # subcommission
        Organ("WG", bare=True),  # working group
        Organ("WP"),  # working party; at the end of a symbol it is a working paper
        Organ("P"),  # protocol
        Organ("AP"),  # amended protocol
        Organ("GGE", bare=True),  # group of governmental experts
        Organ("OEWG", bare=True),
        Organ("BMS", bare=True),  # biennial meeting of States
        Organ("MC", bare=True),  # main committee of a conference
        Organ("CONF", bare=True, session=True),
        Organ("SPCONF", bare=True),
        Organ("AD HOC GROUP", bare=True),
        Organ("PC", bare=True, session=True),  # preparatory committee or commission
        Organ("GC", bare=True, session=True),  # governing council; further back a general comment
        Organ("EA", session=True),  # environment assembly
        Organ("HA", session=True),  # habitat assembly
        Organ("MX", bare=True),  # meeting of experts
        Organ("MSP", bare=True, session=True),  # meeting of States parties
        Organ("MSS", bare=True, session=True),  # meeting of States signatories
        Organ("CSP", bare=True, session=True),  # conference of States parties
        Organ("COSP", bare=True, session=True),
        Organ("COP", bare=True, session=True),
        Organ("MOP", bare=True, session=True),
        Organ("CMP", bare=True, session=True),
        Organ("CMA", bare=True, session=True),
        Organ("CP", bare=True),
        Organ("CST", bare=True, session=True),
        Organ("CRIC", bare=True, session=True),
        Organ("SBI", bare=True),
        Organ("SBSTA", bare=True),
        Organ("HRC", bare=True),
        Organ("BUR", bare=True),  # General Committee
        Organ("SPC", bare=True),  # Special Political Committee
        Organ("ECE", bare=True),
        Organ("ECA", bare=True),
        Organ("ECLAC", bare=True),
        Organ("ESCAP", bare=True),
        Organ("ESCWA", bare=True),
        Organ("HLPF", bare=True),
        Organ("ICEF", bare=True),
        Organ("INCB", bare=True),
    )
}

CONFERENCE_ORGANS = frozenset({"CONF", "MSP", "CSP", "COSP", "COP", "MOP", "MSS"})
"""Organs that tell a conference series whose first component no row knows (XYZ/CONF.3/2)."""

ORGANS_IN_BRACKETS = frozenset({"COP", "CST", "CRIC"})
"""Organs that may carry their session in brackets: ICCD/COP(14)."""

NATURES: Mapping[str, str] = {
    name: name.upper()
    for name in (
        "RES", "Res", "DEC", "Dec",  # resolutions, decisions
        "WP", "INF", "L", "CRP", "R",  # working, information, limited, conference room papers, restricted
        "PV", "SR", "OR", "MIN",  # verbatim, summary, official records, minutes
        "PRST", "NGO", "PET", "MISC", "Agenda", "TP", "NOTE", "REP", "DG", "NAT",
        "GC", "CO", "Q", "D",  # treaty bodies: comments, observations, questions, communications
    )
}  # fmt: skip
"""The component that tells the nature of a document, and its kind."""

UNMISTAKABLE_NATURES = frozenset({"RES", "DEC", "INF", "WP", "CRP", "PRST", "MISC"})
"""Kinds that, with a number, tell a document of a series no row knows: XYZ/2031/INF.4."""

DATED_NATURES = frozenset({"RES", "DEC"})
"""Kinds that may carry session or year in brackets, and a letter: S/RES/1887 (2009), A/RES/49/75 K."""

ENUMERATED_NATURES = frozenset({"WP", "INF", "L", "CRP", "PV", "SR", "MISC"})
"""Natures that may be counted on without the rest of the symbol: "WP.1 and WP.2"."""

NUMBERED_MODIFIERS: Mapping[str, str] = {"add": "Add", "amend": "Amend", "corr": "Corr", "rev": "Rev"}
"""Modifications written with a full stop and a number, in lower case, and their official spelling."""

TITLED_MODIFIERS: Mapping[str, tuple[str, bool]] = {
    "annex": ("Annex", False),
    "appendix": ("Appendix", False),
    "excerpt": ("Excerpt", False),
    "part": ("Part", True),
    "summary": ("Summary", False),
}
"""Modifications that are a word behind a stroke: official spelling, and whether a number must follow."""

CHILDLESS_MODIFIERS = frozenset({"Corr", "Amend"})
"""Modifications that are not modified by an addendum or a revision themselves."""

BRACKETED_MODIFIERS: Mapping[str, tuple[str, bool]] = {
    "closed": ("closed", False),
    "corrected": ("Corrected", False),
    "income sect": ("Income sect.", True),
    "introduction": ("Introduction", False),
    "part": ("Part", True),
    "parts": ("Parts", True),
    "prov": ("Prov.", False),
    "resumption": ("Resumption", True),
    "sect": ("Sect.", True),
    "supp": ("SUPP", False),
    "vol": ("Vol.", True),
    "vols": ("Vols.", True),
}
"""What stands in brackets behind a symbol: official spelling, and whether a number or letter must follow."""

LABEL_JOINERS = frozenset({"and", "et", "y", "и", "&", ","})
"""Words between two numbers inside such brackets: (Parts I and II)."""

JOINERS_BY_LANGUAGE: Mapping[str, tuple[str, ...]] = {
    "ar": ("و", "،", "إلى"),
    "en": ("and", "to", "through", ",", ";", "-"),
    "es": ("y", "e", "a", ","),
    "fr": ("et", "à", ","),
    "ru": ("и", "по", ","),
    "zh": ("和", "及", "以及", "与", "至", "、", ","),
}
"""Words and marks between a symbol and what continues it, also in ranges, in the six official languages."""

RANGE_JOINERS = frozenset({"-", "to", "through", "à", "a", "по", "إلى", "至"})
"""The joiners between the ends of a range, which name all that lie between."""

YEAR_SIGNS = ("年", " год", " года", " г.")
"""Signs behind a year in brackets; they are no part of the symbol."""

NUMBER_SIGNS = frozenset({"号", "號"})
"""Signs written behind a number to show that it names, not counts."""

LETTERS_THAT_ARE_WORDS = frozenset({"A", "I"})
"""Letters that may begin a title behind a resolution's symbol instead of being the resolution's letter."""

WORDS_AFTER_A_LETTER = frozenset({"of", "was", "du", "de", "del", "от", "adopted", "entitled"})
"""Words that show that such a letter is the resolution's."""
