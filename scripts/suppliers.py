#!/usr/bin/env python3
"""Writes the invented supplier register and questionnaire answers of the example project.

    python3 scripts/suppliers.py

It writes `data/2024/suppliers.csv` and `data/2024/responses.csv` beside itself, the same bytes
every time, and ends with an error if the rows do not give the figures that the report states.
Every name is invented. The Norwegian organisation numbers have a valid control digit but begin
with 3, as numbers of test registers do; real ones begin with 8 or 9.
"""

import csv
import io
import random
import sys
from collections import Counter
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data" / "2024"
CUTOFF = date(2024, 12, 31)
THRESHOLD = Decimal("30000.00")
BELOW_THRESHOLD = 113
INVITED, ANSWERED = 137, 90
SIGNED_SHARE_NOW, SIGNED_SHARE_2022 = Decimal("68.0"), Decimal(50)

# Counted suppliers by country, the seven largest first; the report folds the rest into "other".
COUNTRIES = {
    "NO": 356, "SE": 31, "DK": 18, "GB": 13, "US": 9, "FI": 6, "DE": 5,
    "NL": 3, "CH": 2, "FR": 2, "BE": 1, "IE": 1,
}

# NACE Rev. 2 class: counted suppliers, how many of these are abroad, a typical yearly purchase in
# NOK, and whether they are business partners (section 3 e of the Act) and not supply chain (3 d).
INDUSTRIES = {
    "46.46": (62, 14, 1_300_000, False), "58.29": (45, 21, 210_000, True),
    "62.01": (41, 12, 240_000, True), "43.21": (34, 0, 110_000, True),
    "62.02": (31, 6, 260_000, True), "81.21": (27, 0, 320_000, True),
    "46.51": (24, 5, 230_000, False), "70.22": (21, 5, 180_000, True),
    "32.50": (18, 11, 700_000, False),
    "86.90": (12, 1, 330_000, False), "78.20": (11, 2, 620_000, False),
    "43.22": (10, 0, 120_000, True), "63.11": (9, 4, 200_000, True),
    "33.13": (8, 2, 170_000, False), "71.12": (8, 0, 140_000, True),
    "68.20": (7, 0, 2_400_000, True), "69.10": (7, 0, 160_000, True),
    "71.20": (6, 2, 110_000, True), "73.11": (6, 1, 230_000, True),
    "85.59": (6, 1, 90_000, True), "86.22": (5, 0, 310_000, False),
    "96.01": (5, 0, 380_000, False), "69.20": (4, 0, 210_000, True),
    "26.60": (4, 3, 1_900_000, False), "43.34": (4, 0, 90_000, True),
    "53.20": (4, 0, 100_000, True), "56.21": (4, 0, 130_000, True),
    "18.12": (3, 0, 80_000, True), "35.14": (3, 0, 700_000, True),
    "38.11": (3, 0, 120_000, True), "31.01": (3, 0, 150_000, True),
    "80.10": (2, 0, 160_000, True), "38.12": (2, 0, 180_000, True),
    "61.10": (2, 0, 310_000, True), "21.20": (2, 1, 800_000, False),
    "49.32": (2, 0, 70_000, True), "65.12": (1, 0, 900_000, True),
    "72.19": (1, 0, 140_000, True),
}

# What a supplier of the class calls itself: Norwegian, Swedish, Danish, English, Finnish, German.
TRADES = {
    "46.46": ("Medisinsk", "Medicinteknik", "Medicinsk", "Medical Supplies", "Lääkintä", "Medizinbedarf"),
    "58.29": ("Programvare", "Programvara", "Software", "Software", "Ohjelmistot", "Softwarehaus"),
    "62.01": ("Systemutvikling", "Systemutveckling", "Systemer", "Systems", "Järjestelmät", "Systeme"),
    "43.21": ("Elektro", "El", "El", "Electrical", "Sähkö", "Elektro"),
    "62.02": ("IT-rådgivning", "IT-konsult", "IT-rådgivning", "IT Consulting", "IT-palvelut", "IT-Beratung"),
    "81.21": ("Renhold", "Städ", "Rengøring", "Cleaning", "Siivous", "Reinigung"),
    "46.51": ("Datautstyr", "Datautrustning", "Dataudstyr", "Computing", "Tietokoneet", "Datentechnik"),
    "70.22": ("Rådgivning", "Rådgivning", "Rådgivning", "Advisory", "Neuvonta", "Beratung"),
    "32.50": ("Instrument", "Instrument", "Instrumenter", "Instruments", "Instrumentit", "Instrumente"),
    "86.90": ("Laboratorium", "Laboratorium", "Laboratorium", "Laboratories", "Laboratorio", "Labor"),
    "78.20": ("Helsevikar", "Vårdbemanning", "Vikarservice", "Staffing", "Henkilöstö", "Personal"),
    "43.22": ("Rør", "Rör", "VVS", "Plumbing", "Putki", "Sanitär"),
    "63.11": ("Drift", "Drift", "Hosting", "Hosting", "Konesali", "Rechenzentrum"),
    "33.13": ("Teknisk Service", "Teknisk Service", "Teknisk Service", "Device Service", "Huolto", "Gerätedienst"),
    "71.12": ("Ingeniør", "Ingenjör", "Ingeniør", "Engineering", "Insinöörit", "Ingenieure"),
    "68.20": ("Eiendom", "Fastighet", "Ejendom", "Estates", "Kiinteistöt", "Immobilien"),
    "69.10": ("Advokat", "Juridik", "Advokat", "Legal", "Asianajo", "Recht"),
    "71.20": ("Kontroll", "Kontroll", "Kontrol", "Testing", "Tarkastus", "Prüfung"),
    "73.11": ("Reklame", "Reklam", "Reklame", "Advertising", "Mainos", "Werbung"),
    "85.59": ("Kurs", "Utbildning", "Kursus", "Training", "Koulutus", "Schulung"),
    "86.22": ("Spesialistlege", "Specialistläkare", "Speciallæge", "Specialists", "Erikoislääkärit", "Fachärzte"),
    "96.01": ("Tekstilvask", "Tvätt", "Vaskeri", "Linen", "Pesula", "Wäscherei"),
    "69.20": ("Revisjon", "Revision", "Revision", "Audit", "Tilintarkastus", "Revision"),
    "26.60": ("Bildediagnostikk", "Bilddiagnostik", "Billeddiagnostik", "Imaging", "Kuvantaminen", "Bildgebung"),
    "43.34": ("Maling", "Måleri", "Malerfirma", "Painting", "Maalaus", "Malerei"),
    "53.20": ("Bud", "Bud", "Bud", "Couriers", "Lähetti", "Kurier"),
    "56.21": ("Mat", "Mat", "Køkken", "Catering", "Ateria", "Verpflegung"),
    "18.12": ("Trykk", "Tryck", "Tryk", "Print", "Paino", "Druck"),
    "35.14": ("Kraft", "Kraft", "Energi", "Energy", "Energia", "Energie"),
    "38.11": ("Gjenvinning", "Återvinning", "Genbrug", "Recycling", "Kierrätys", "Recycling"),
    "31.01": ("Møbel", "Möbel", "Møbler", "Furniture", "Kaluste", "Möbel"),
    "80.10": ("Vakt", "Bevakning", "Vagt", "Security", "Vartiointi", "Wachdienst"),
    "38.12": ("Spesialavfall", "Farligt Avfall", "Miljø", "Hazardous Waste", "Jäte", "Entsorgung"),
    "61.10": ("Bredbånd", "Bredband", "Bredbånd", "Networks", "Verkko", "Netz"),
    "21.20": ("Legemidler", "Läkemedel", "Lægemidler", "Pharma", "Lääke", "Arznei"),
    "49.32": ("Taxi", "Taxi", "Taxa", "Cabs", "Taksi", "Taxi"),
    "65.12": ("Forsikring", "Försäkring", "Forsikring", "Insurance", "Vakuutus", "Versicherung"),
    "72.19": ("Forskning", "Forskning", "Forskning", "Research", "Tutkimus", "Forschung"),
}

# Place-like names, made of a first and a last part. By language, in the order of TRADES.
PLACES = (
    ("Skarv Rype Multe Spove Gaup Oter Sisik Einer Tist Tyri Røyr Lerke Mose Hare Svale Tiur Krekling "
     "Bregne Vipe Snipe Lyngsvart Gråtrost Alke Teist",
     "bekk vollen nesset haugen tjønn myra flata skaret vika odden stølen lia moa bakken brekka sletta "
     "hammeren tunet dalsås holmen"),
    ("Lärk Trast Älg Gran Ripa Vass Tall Hägg", "åsa näset mossen lunda forsa hult viken holma"),
    ("Lærke Bøge Hjorte Sivs Måge Ærenpris", "lunden skoven bjerget kæret toften engen"),
    ("Heather Otter Curlew Thistle Sparrow Larch Bramble", "combe wick holt mere fold garth"),
    ("Kuovi Haapa Kaisla Kataja", "niemelä rinne lahtela vaara"),
    ("Lerchen Kiefern Otter Schilf", "rain grund hain werder"),
)
LANGUAGE_OF = {"NO": 0, "SE": 1, "DK": 2, "GB": 3, "US": 3, "IE": 3, "FI": 4, "DE": 5, "CH": 5, "NL": 3, "BE": 3, "FR": 3}
LEGAL_FORM = {
    "NO": ("AS",), "SE": ("AB",), "DK": ("ApS", "A/S"), "GB": ("Ltd",), "US": ("Inc", "LLC"), "IE": ("Ltd",),
    "FI": ("Oy",), "DE": ("GmbH",), "CH": ("AG",), "NL": ("BV",), "BE": ("BV",), "FR": ("SAS",),
}
# Trades in which one person often trades under their own name (Norwegian form ENK).
SOLE_TRADERS = ("43.21", "43.34", "62.01", "70.22", "85.59", "81.21", "49.32", "71.12")
# Industries in which low pay and long hours are known risks.
LABOUR_INTENSIVE = ("81.21", "78.20", "96.01", "43.21", "43.34", "56.21")
FIRST_NAMES = "Audhild Torgrim Synnøve Embrik Ragnfrid Sjur Oddlaug Tarjei Gyda Halvard Unni Brage".split()
LAST_NAMES = "Myrstølen Rypehaug Gauptveit Moseflåt Tjønnås Einerbø Spovdal Lerkenes Otterbrekk Vipelund".split()

SUPPLIER_COLUMNS = ("supplier_id,name,orgnr,org_form,country,nace,relation,turnover,currency,coc_signed_on").split(",")
THEMES = ("environment", "health_and_safety", "social")
# Questions in each theme (40 in all): the total weighs every question alike.
QUESTIONS = {"environment": 12, "health_and_safety": 12, "social": 16}
THEME_MEANS = {"environment": Decimal("77.2"), "health_and_safety": Decimal("83.1"), "social": Decimal("89.8")}
RESPONSE_COLUMNS = ("supplier_id,invited_on,answered_on,score_total," + ",".join(f"score_{t}" for t in THEMES)).split(",")


def main():
    chance = random.Random(2024)
    suppliers = register(chance)
    responses = questionnaire(suppliers, chance)
    wrong = differences(suppliers, responses)
    if wrong:
        sys.exit("\n".join(wrong))
    write(DATA / "suppliers.csv", SUPPLIER_COLUMNS, suppliers)
    write(DATA / "responses.csv", RESPONSE_COLUMNS, responses)
    describe(suppliers, responses)


# The register ------------------------------------------------------------------------------------


def register(chance):
    """Every supplier of the year: those above the threshold, and those at or below it."""
    rows = [(country, nace, turnover_above(nace, chance)) for country, nace in counted_places(chance)]
    rows += [(country, nace, amount) for (country, nace), amount in zip(small_places(chance), small_amounts(chance))]
    chance.shuffle(rows)
    names = Names(chance)
    suppliers = []
    for index, (country, nace, turnover) in enumerate(rows):
        form, name = names.next(country, nace, turnover)
        suppliers.append({
            "supplier_id": f"L{10_007 + index * 3}",
            "name": name,
            "orgnr": organisation_number(index) if country == "NO" else "",
            "org_form": form,
            "country": country,
            "nace": nace,
            "relation": "business_partner" if INDUSTRIES[nace][3] else "first_tier",
            "turnover": turnover,
            "currency": "NOK",
            "coc_signed_on": "",
        })
    sign_code_of_conduct(suppliers, chance)
    return suppliers


def counted_places(chance):
    """Country and industry of each supplier above the threshold; both totals are met exactly."""
    abroad = [country for country, count in COUNTRIES.items() if country != "NO" for _ in range(count)]
    chance.shuffle(abroad)
    places = []
    for nace, (count, foreign, _, _) in INDUSTRIES.items():
        places += [(abroad.pop(), nace) for _ in range(foreign)]
        places += [("NO", nace)] * (count - foreign)
    assert not abroad, "every supplier abroad needs an industry"
    return places


def small_places(chance):
    """Country and industry of each supplier at or below the threshold: mostly local and many kinds."""
    weighted = [nace for nace, (count, _, _, _) in INDUSTRIES.items() for _ in range(count)]
    exportable = [nace for nace, (_, foreign, _, _) in INDUSTRIES.items() if foreign]
    places = []
    for _ in range(BELOW_THRESHOLD):
        country = chance.choices(("NO", "SE", "DK", "GB", "US", "DE"), (84, 6, 4, 3, 2, 1))[0]
        places.append((country, chance.choice(weighted if country == "NO" else exportable)))
    return places


def turnover_above(nace, chance):
    """A heavy-tailed yearly purchase above the threshold, in kroner and øre."""
    typical = INDUSTRIES[nace][2]
    while True:
        amount = money(chance.lognormvariate(0, 1.2) * typical)
        if THRESHOLD < amount < Decimal(42_000_000):
            return amount


def small_amounts(chance):
    """Purchases at or below the threshold. Some stand exactly on it: "more than" leaves them out."""
    amounts = [THRESHOLD] * 4 + [Decimal("29999.99")]
    amounts += [money(chance.uniform(400, 29_900)) for _ in range(BELOW_THRESHOLD - len(amounts))]
    return amounts


def sign_code_of_conduct(suppliers, chance):
    """Lets the larger suppliers sign first, then turns single signatures until the share is met."""
    counted = [supplier for supplier in suppliers if supplier["turnover"] > THRESHOLD]
    total = sum(supplier["turnover"] for supplier in counted)
    by_size = sorted(counted, key=lambda supplier: supplier["turnover"], reverse=True)
    signed = {supplier["supplier_id"] for rank, supplier in enumerate(by_size)
              if chance.random() < 0.74 - 0.42 * rank / len(by_size)}

    def share():
        return sum(supplier["turnover"] for supplier in counted if supplier["supplier_id"] in signed) * 100 / total

    while abs(share() - SIGNED_SHARE_NOW) > Decimal("0.005"):
        missing = (SIGNED_SHARE_NOW - share()) * total / 100
        # The supplier whose turn brings the share nearest: unsigned if it is too low, signed if too high.
        candidates = [supplier for supplier in counted if (supplier["supplier_id"] in signed) == (missing < 0)]
        nearest = min(candidates, key=lambda supplier: (abs(supplier["turnover"] - abs(missing)), supplier["supplier_id"]))
        signed ^= {nearest["supplier_id"]}
    for supplier in suppliers:
        small = supplier["turnover"] <= THRESHOLD and chance.random() < 0.08
        if supplier["supplier_id"] in signed or small:
            supplier["coc_signed_on"] = signing_day(chance).isoformat()


def signing_day(chance):
    """A working day from the first year of the code of conduct to the cut-off date."""
    day = date(2021, 3, 1) + timedelta(days=chance.randrange((CUTOFF - date(2021, 3, 1)).days + 1))
    return day - timedelta(days=max(0, day.weekday() - 4))


def organisation_number(index):
    """A nine-digit number with a valid modulus-11 control digit, from the range for test data."""
    serial = 31_007_000 + index * 17
    while True:
        digits = [int(digit) for digit in str(serial)]
        control = 11 - sum(digit * weight for digit, weight in zip(digits, (3, 2, 7, 6, 5, 4, 3, 2))) % 11
        if control != 10:
            return f"{serial}{control % 11}"
        serial += 1


class Names:
    """Gives each supplier a name that no other supplier in the register has."""

    def __init__(self, chance):
        self.places = []
        for first, last in PLACES:
            names = [start + end for start in first.split() for end in last.split()]
            chance.shuffle(names)
            self.places.append(names)
        self.people = [f"{first} {last}" for first in FIRST_NAMES for last in LAST_NAMES]
        chance.shuffle(self.people)
        self.chance = chance

    def next(self, country, nace, turnover):
        language = LANGUAGE_OF[country]
        trade = TRADES[nace][language]
        if country == "NO" and nace in SOLE_TRADERS and turnover < 120_000 and self.chance.random() < 0.3:
            return "ENK", f"{trade} {self.people.pop()}"
        place = self.places[language].pop()
        form = self.chance.choice(LEGAL_FORM[country])
        return form, f"{place} {trade} {form}"


# The questionnaire -------------------------------------------------------------------------------


def questionnaire(suppliers, chance):
    """Who was asked in 2024, who answered, and their scores per theme and in all."""
    counted = [supplier for supplier in suppliers if supplier["turnover"] > THRESHOLD]
    # Large suppliers, those that deliver to the clinics and labour-intensive trades are asked more often.
    weight = {supplier["supplier_id"]: float(supplier["turnover"]) ** 0.45 * chance.random()
              * (2.2 if supplier["relation"] == "first_tier" or supplier["nace"] in LABOUR_INTENSIVE else 1.0)
              for supplier in counted}
    invited = sorted(weight, key=lambda supplier_id: (-weight[supplier_id], supplier_id))[:INVITED]
    answered = sorted(chance.sample(invited, ANSWERED))
    scores = {theme: theme_scores(theme, answered, chance) for theme in THEMES}
    responses = []
    for supplier_id in sorted(invited):
        sent = date(2024, 2, 5) if chance.random() < 0.6 else date(2024, 9, 9)
        row = {"supplier_id": supplier_id, "invited_on": sent.isoformat(), "answered_on": ""}
        if supplier_id in scores["social"]:
            row["answered_on"] = (sent + timedelta(days=chance.randint(3, 60))).isoformat()
            row |= {f"score_{theme}": scores[theme][supplier_id] for theme in THEMES}
            in_all = sum(scores[theme][supplier_id] * QUESTIONS[theme] for theme in THEMES) / sum(QUESTIONS.values())
            row["score_total"] = in_all.quantize(Decimal("0.1"), ROUND_HALF_UP)
        responses.append(row)
    return responses


def theme_scores(theme, answered, chance):
    """A score from 0 to 100 for each answer, moved together until their mean is the one wanted."""
    raw = {supplier_id: 100 - chance.betavariate(2, 5) * 70 for supplier_id in answered}
    while True:
        scores = {supplier_id: tenth(min(100.0, max(0.0, score))) for supplier_id, score in raw.items()}
        off = THEME_MEANS[theme] - sum(scores.values()) / len(scores)
        if abs(off) < Decimal("0.05"):
            return scores
        raw = {supplier_id: score + float(off) for supplier_id, score in raw.items()}


# The figures that the report states --------------------------------------------------------------


def differences(suppliers, responses):
    """What the rows do not give as the report states it; empty when all is well."""
    counted = [supplier for supplier in suppliers if supplier["turnover"] > THRESHOLD]
    countries, industries = tally(counted, "country"), tally(counted, "nace")
    answers = [response for response in responses if response["answered_on"]]
    share = signed_share(counted)
    facts = {
        "suppliers.count": (len(counted), 447),
        "suppliers.registered": (len(suppliers), 560),
        "suppliers.excluded": (len(suppliers) - len(counted), BELOW_THRESHOLD),
        "exactly on the threshold": (sum(supplier["turnover"] == THRESHOLD for supplier in suppliers), 4),
        "largest countries": ([key for key, _ in countries[:7]], "NO SE DK GB US FI DE".split()),
        "countries fall strictly": (strictly_falling(countries, 7), True),
        "largest industries": ([key for key, _ in industries[:9]],
                               "46.46 58.29 62.01 43.21 62.02 81.21 46.51 70.22 32.50".split()),
        "industries fall strictly": (strictly_falling(industries, 9), True),
        "names are unique": (len({supplier["name"] for supplier in suppliers}), len(suppliers)),
        "numbers are unique": (len({s["orgnr"] for s in suppliers if s["orgnr"]}),
                               sum(supplier["country"] == "NO" for supplier in suppliers)),
        "signed by the cut-off": (all(s["coc_signed_on"] <= CUTOFF.isoformat() for s in suppliers), True),
        "answered by the cut-off": (all(a["answered_on"] <= CUTOFF.isoformat() for a in answers), True),
        "questionnaire.invited": (len(responses), INVITED),
        "questionnaire.answered": (len(answers), ANSWERED),
        "questionnaire.response_rate": (whole(Decimal(len(answers)) * 100 / len(responses)), 66),
        "questionnaire.mean": (whole(mean(answers, "total")), 84),
        "questionnaire.mean.environment": (whole(mean(answers, "environment")), 77),
        "questionnaire.mean.health_and_safety": (whole(mean(answers, "health_and_safety")), 83),
        "questionnaire.mean.social": (whole(mean(answers, "social")), 90),
        "code_of_conduct.share_of_turnover": (whole(share), 68),
        "code_of_conduct.change_points": (whole(share - SIGNED_SHARE_2022), 18),
        "code_of_conduct.change_relative": (whole((share / SIGNED_SHARE_2022 - 1) * 100), 36),
    }
    return [f"{name}: the rows give {found}, the report states {stated}"
            for name, (found, stated) in facts.items() if found != stated]


def describe(suppliers, responses):
    """Prints the figures, to be compared with the text."""
    counted = [supplier for supplier in suppliers if supplier["turnover"] > THRESHOLD]
    print("suppliers", len(counted), "of", len(suppliers), "turnover", sum(s["turnover"] for s in counted))
    print("countries", dict(tally(counted, "country")))
    print("industries", len(tally(counted, "nace")), dict(tally(counted, "nace")))
    answers = [response for response in responses if response["answered_on"]]
    print("means", {name: round(mean(answers, name), 2) for name in ("total", *THEMES)})
    signed = sum(bool(supplier["coc_signed_on"]) for supplier in counted)
    print("code of conduct", round(signed_share(counted), 3), "% of turnover,", signed, "suppliers")


def tally(suppliers, column):
    return sorted(Counter(s[column] for s in suppliers).items(), key=lambda entry: (-entry[1], entry[0]))


def strictly_falling(entries, first):
    """Whether the first counts differ from each other and from all that follow."""
    counts = [count for _, count in entries]
    return all(counts[i] > counts[i + 1] for i in range(first))


def signed_share(suppliers):
    signed = sum(supplier["turnover"] for supplier in suppliers if supplier["coc_signed_on"])
    return signed * 100 / sum(supplier["turnover"] for supplier in suppliers)


def mean(answers, name):
    return sum(answer[f"score_{name}"] for answer in answers) / len(answers)


def whole(value):
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


def money(value):
    return Decimal(value).quantize(Decimal("0.01"), ROUND_HALF_UP)


def tenth(value):
    return Decimal(value).quantize(Decimal("0.1"), ROUND_HALF_UP)


def write(path, columns, rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode("utf-8"))


if __name__ == "__main__":
    main()
