"""The frames that give the mini reports of rules/<ID>/ a conference of 2023, in French, Russian, Spanish and Arabic.

Must not hold an expectation.
"""

from __future__ import annotations

_HEADERS = {
    "fr": """Distr. générale
22 septembre 2023
Français
Original : anglais

Conférence visant à faciliter l’entrée en vigueur du Traité d’interdiction complète des essais nucléaires

22 septembre 2023

Rapport de la Conférence

Introduction

""",
    "es": """Distr. general
22 de septiembre de 2023
Español
Original: inglés

Conferencia sobre medidas para facilitar la entrada en vigor del Tratado de Prohibición Completa de los Ensayos Nucleares

22 de septiembre de 2023

Informe de la Conferencia

Introducción

""",
    "ru": """Distr.: General
22 September 2023
Russian
Original: English

Конференция по содействию вступлению в силу Договора о всеобъемлющем запрещении ядерных испытаний

22 сентября 2023 года

Доклад Конференции

Введение

""",
    "ar": """Distr.: General
22 September 2023
Arabic
Original: English

المؤتمر المعني بتيسير بدء نفاذ معاهدة الحظر الشامل للتجارب النووية

22 أيلول/سبتمبر 2023

تقرير المؤتمر

مقدمة

""",
}
_LISTS = {
    "fr": "1. La Conférence a tenu deux séances plénières.\n\nAnnexe\n\nDéclaration finale\n\nAppendice\n\nListe d’États\n\n",
    "es": "1. La Conferencia celebró dos sesiones plenarias.\n\nAnexo\n\nDeclaración Final\n\nApéndice\n\nLista de Estados\n\n",
    "ru": "1. Конференция провела два пленарных заседания.\n\nПриложение\n\nЗаключительная декларация\n\nДобавление\n\n"
          "Перечень государств\n\n",
    "ar": "1 - عقد المؤتمر ثلاث جلسات عامة.\n\nمرفق\n\nالإعلان الختامي\n\nتذييل\n\nقائمة الدول\n\n",
}
FRAMES = {code: (header, "", header + _LISTS[code]) for code, header in _HEADERS.items()}
"""Header, declaration (none: the small language files read none) and lists, by language."""
