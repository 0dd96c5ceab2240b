"""A site of any size about Vindheim Møbelverk, which does not exist: the same text in Norwegian and
English for Belegg, Hugo and Zola, each with its own links and settings. The same bytes every time.
"""

import random
import shutil
from pathlib import Path

HERE = Path(__file__).resolve().parent
LANGUAGES = ("nb", "en")
SITE = {"nb": "Vindheim Møbelverk", "en": "Vindheim Furniture Works"}
MENU_LENGTH = 10
# Every page has headings with these anchors at least, so that any page can link to them.
FEWEST_HEADINGS, MOST_HEADINGS = 5, 8

# Who, what and when, in both languages. Not one is both singular and plural, so all fit all sentences.
TEAMS = [
    ("lageret i Nordvik", "the warehouse in Nordvik"),
    ("kundesenteret", "the customer centre"),
    ("verkstedet på Elvebakken", "the workshop at Elvebakken"),
    ("innkjøpsgruppen", "the purchasing group"),
    ("ledergruppen", "the management group"),
    ("verneombudet", "the safety representative"),
    ("driftsavdelingen", "the operations department"),
    ("lønnskontoret", "the payroll office"),
    ("opplæringslaget", "the training team"),
    ("kvalitetsgruppen", "the quality group"),
    ("renholdslaget på Storholmen", "the cleaning crew at Storholmen"),
    ("sagbruket i Granlia", "the sawmill in Granlia"),
]
MATTERS = [
    ("avtalen om frakt", "the freight agreement"),
    ("listen over leverandører", "the list of suppliers"),
    ("planen for opplæring", "the training plan"),
    ("rutinen for avvik", "the procedure for deviations"),
    ("oversikten over arbeidstid", "the record of working hours"),
    ("spørreskjemaet om arbeidsmiljø", "the questionnaire on the working environment"),
    ("kartet over råvarer", "the map of raw materials"),
    ("budsjettet for utstyr", "the budget for equipment"),
    ("rapporten fra tilsynet", "the report of the inspection"),
    ("ordningen for varsling", "the scheme for whistleblowing"),
    ("kravet om dokumentasjon", "the demand for documentation"),
    ("forslaget om felles bestilling", "the proposal to order together"),
    ("vurderingen av risiko", "the assessment of risk"),
    ("avtalen om lærlinger", "the agreement on apprentices"),
]
TIMES = [
    ("i vår", "this spring"),
    ("før sommeren", "before the summer"),
    ("i løpet av høsten", "during the autumn"),
    ("ved årsskiftet", "at the turn of the year"),
    ("etter ferien", "after the holidays"),
    ("på nyåret", "early in the new year"),
]
SENTENCES = [
    ("{who} gikk gjennom {what} {when} og fant {n} saker som måtte følges opp.",
     "{who} went through {what} {when} and found {n} cases that had to be followed up."),
    ("Arbeidet med {what} tok lengre tid enn ventet, fordi {who} manglet svar fra flere som var spurt.",
     "The work on {what} took longer than expected, because {who} lacked answers from several who were asked."),
    ("Av {m} som ble spurt, svarte {n} at de kjenner {what} godt.",
     "Of {m} who were asked, {n} answered that they know {what} well."),
    ("Det viktigste er at {who} får vite om feil så tidlig at noen kan gjøre noe med dem.",
     "What matters most is that {who} learns of faults so early that somebody can do something about them."),
    ("Hos oss er det {who} som eier {what}, og lederen svarer for at den brukes.",
     "With us it is {who} that owns {what}, and its leader answers for its being used."),
    ("{who} ba om å få {what} forklart i klart språk, og teksten ble skrevet om {when}.",
     "{who} asked to have {what} explained in plain language, and the text was written anew {when}."),
    ("Da {who} sammenlignet {what} med fjorårets, viste det seg at *{n} punkter* var borte.",
     "When {who} compared {what} with that of last year, it turned out that *{n} points* were gone."),
    ("Vi vet ennå ikke om {what} er nok, og skriver derfor hva som mangler.",
     "We do not know yet whether {what} is enough, and therefore write what is missing."),
    ("**Ansvaret er delt:** {who} samler opplysningene, og andre ser over dem {when}.",
     "**The responsibility is shared:** {who} gathers the information, and others look it over {when}."),
    ("Leverandører som ikke svarer innen {n} dager, får en påminnelse, og deretter ringer {who}.",
     "Suppliers that do not answer within {n} days get a reminder, and after that {who} calls them."),
    ("Samtalene om {what} har vist at de fleste vil si fra, men ikke alltid vet hvem som hører på.",
     "The talks about {what} have shown that most want to speak up, but do not always know who listens."),
    ("{who} prøvde {what} i liten målestokk {when}, med {n} ansatte og ett skift.",
     "{who} tried {what} on a small scale {when}, with {n} employees and one shift."),
    ("Ingen ble skadet, men hendelsen viste at {what} måtte gjøres enklere å finne.",
     "Nobody was hurt, but the incident showed that {what} had to be made easier to find."),
    ("Når en vare skifter opphav, skal {who} melde det, slik at {what} stemmer.",
     "When a product changes its origin, {who} shall report it, so that {what} is right."),
    ("Kostnaden er beskjeden: {who} brukte {n} timer på {what}, mot {m} timer året før.",
     "The cost is modest: {who} spent {n} hours on {what}, against {m} hours the year before."),
    ("Treverket kommer fra skoger i nærheten, og {who} kjenner de fleste som hogger det.",
     "The timber comes from forests nearby, and {who} knows most of those who fell it."),
    ("Tallene bygger på hva {who} har meldt inn, og er ikke kontrollert av andre.",
     "The numbers rest on what {who} has reported, and have not been checked by others."),
    ("{who} mener at {what} bør gjelde alle som arbeider her, også de som er leid inn.",
     "{who} believes that {what} should hold for all who work here, also for those who are hired in."),
]
TOPICS = [
    ("Arbeidstid", "Working hours"), ("Opplæring", "Training"), ("Råvarer", "Raw materials"),
    ("Transport", "Transport"), ("Varsling", "Whistleblowing"), ("Utstyr", "Equipment"),
    ("Innkjøp", "Purchasing"), ("Lønn", "Pay"), ("Sikkerhet", "Safety"), ("Rekruttering", "Recruitment"),
    ("Leverandører", "Suppliers"), ("Avfall", "Waste"), ("Lærlinger", "Apprentices"), ("Tillit", "Trust"),
]
ASPECTS = [
    ("hva vi har gjort", "what we have done"), ("hva som står igjen", "what is left"),
    ("hvem som svarer for det", "who answers for it"), ("hvordan vi vet det", "how we know"),
    ("slik går vi fram", "how we go about it"), ("hva de ansatte sier", "what the employees say"),
    ("neste skritt", "the next step"), ("bakgrunnen", "the background"),
]
COLUMNS = ("| Hvem | I fjor | I år |", "| Who | Last year | This year |")
SEE = ("Mer om dette står under [{topic}]({link}).", "There is more on this under [{topic}]({link}).")


class Corpus:
    """Where its files go: `pages` texts in sections of `section_size`, in each language."""

    def __init__(self, folder, pages, section_size):
        self.folder, self.pages, self.section_size = Path(folder), pages, section_size
        self.markdown_bytes = 0

    def project(self, tool):
        return self.folder / tool

    def write(self, tools):
        """Makes the project of each tool anew."""
        for tool in tools:
            shutil.rmtree(self.project(tool), ignore_errors=True)
            PROJECTS[tool](self)
            self._write_home(tool)
        for section in range(-(-self.pages // self.section_size)):
            for tool in tools:
                self._write_section(tool, section)
        for page in range(self.pages):
            self._write_page(tools, page)
        return self

    def section_of(self, page):
        return page // self.section_size

    def handbook(self, page):
        """The folder of a page, and its address, the same in all tools."""
        return f"{area(self.section_of(page))}/handbook"

    def address(self, page):
        """Of a page in the default language."""
        return f"{self.handbook(page)}/p{page:05}/"

    def page_file(self, tool, page, language="nb"):
        path = f"{self.handbook(page)}/p{page:05}{suffix(language)}"
        return self.project(tool) / "content" / path

    def _write_home(self, tool):
        for index, language in enumerate(LANGUAGES):
            front = front_matter(SITE[language], ("Slik arbeider vi.", "How we work.")[index], 0)
            if tool == "zola":
                front.append('sort_by = "weight"')
            text = ("Velg et tema i menyen.", "Choose a topic in the menu.")[index]
            path = self.project(tool) / "content" / f"_index{suffix(language)}"
            write(path, page_text(front, text + "\n"))

    def _write_section(self, tool, section):
        chance = Chance(f"section {section}")
        topic, team = chance.pick(TOPICS), chance.pick(TEAMS)
        sentences = [chance.sentence() for _ in range(3)]
        for index, language in enumerate(LANGUAGES):
            about = capital(("Om {}.", "About {}.")[index].format(team[index]))
            text = " ".join(sentence[index] for sentence in sentences) + "\n"
            handbook = f"{('Håndbok for', 'Handbook for')[index]} {team[index]}"
            # A folder of its own for each handbook: beside each other they would be years of one.
            for name, title in (("", f"{topic[index]} {section + 1}"), ("handbook", handbook)):
                front = front_matter(title, about, section + 1)
                # What gives the pages a sidebar of their section, and one before and after each.
                if tool == "belegg" and name:
                    front += ['kind = "report"', "date = 2026-03-02"]
                if tool == "zola":
                    front.append('sort_by = "weight"')
                folder = self.project(tool) / "content" / area(section) / name
                write(folder / f"_index{suffix(language)}", page_text(front, text))

    def _write_page(self, tools, page):
        chance = Chance(f"page {page}")
        topic, team = chance.pick(TOPICS), chance.pick(TEAMS)
        about = chance.sentence()
        blocks = self._blocks(chance)
        for index, language in enumerate(LANGUAGES):
            title = f"{topic[index]} for {team[index]} {page + 1}"
            front = front_matter(title, plain(about[index]), page % self.section_size + 1)
            body = "\n\n".join(block[index] for block in blocks) + "\n"
            for tool in tools:
                text = page_text(front, LINKS[tool](body, language))
                self.markdown_bytes += len(text.encode()) if tool == "belegg" else 0
                write(self.page_file(tool, page, language), text)

    def _blocks(self, chance):
        """The blocks of a page, each in both languages, with links as Belegg writes them."""
        headings = chance.between(FEWEST_HEADINGS, MOST_HEADINGS)
        linking = {chance.below(headings) for _ in range(2)} | {0}
        notes = {0, chance.below(headings)}
        blocks, notes_at_end = [], []
        for number in range(1, headings + 1):
            topic, aspect = chance.pick(TOPICS), chance.pick(ASPECTS)
            # The first two are of the second level; of the others some lie below them.
            level = "###" if number > 2 and chance.below(3) == 0 else "##"
            blocks.append(pair(lambda i: f"{level} {topic[i]}: {aspect[i]} {{#del-{number}}}"))
            for _ in range(chance.between(2, 3)):
                blocks.append(self._paragraph(chance, number - 1 in linking))
            if number - 1 in notes:
                notes_at_end.append((number, chance.sentence()))
                last = blocks[-1]
                blocks[-1] = pair(lambda i: f"{last[i]}[^{number}]")
            blocks += optional_blocks(chance)
        for number, sentence in notes_at_end:
            blocks.append(pair(lambda i: f"[^{number}]: {plain(sentence[i])}"))
        return blocks

    def _paragraph(self, chance, links):
        sentences = [chance.sentence() for _ in range(chance.between(2, 5))]
        if links:
            page, heading = chance.below(self.pages), chance.between(1, FEWEST_HEADINGS)
            link = f"@/{self.handbook(page)}/p{page:05}.md#del-{heading}"
            topic = chance.pick(TOPICS)
            sentences.append(pair(lambda i: SEE[i].format(topic=topic[i].lower(), link=link)))
        return pair(lambda i: " ".join(sentence[i] for sentence in sentences))


class Chance:
    """Numbers that follow from a name. Only `random()`, which gives the same in every Python."""

    def __init__(self, name):
        self.generator = random.Random(f"Vindheim, {name}")

    def below(self, bound):
        return int(self.generator.random() * bound)

    def between(self, low, high):
        return low + self.below(high - low + 1)

    def pick(self, things):
        return things[self.below(len(things))]

    def sentence(self):
        """In both languages, with the same numbers."""
        words, who, what, when = (self.pick(all) for all in (SENTENCES, TEAMS, MATTERS, TIMES))
        low = self.between(11, 60)
        high = low + self.between(2, 35)
        return pair(lambda i: capital(
            words[i].format(who=who[i], what=what[i], when=when[i], n=low, m=high)))


def optional_blocks(chance):
    """After some headings a list, after some a table, after some a quotation."""
    blocks = []
    if chance.below(100) < 25:
        items = [chance.sentence() for _ in range(chance.between(3, 5))]
        mark = "1." if chance.below(4) == 0 else "-"
        blocks.append(pair(lambda i: "\n".join(f"{mark} {plain(item[i])}" for item in items)))
    if chance.below(100) < 18:
        rows = [(chance.pick(TEAMS), chance.between(11, 900), chance.between(11, 900))
                for _ in range(chance.between(4, 8))]
        blocks.append(pair(lambda i: "\n".join(
            [COLUMNS[i], "| --- | ---: | ---: |"]
            + [f"| {capital(team[i])} | {before} | {now} |" for team, before, now in rows])))
    if chance.below(100) < 8:
        sentence = chance.sentence()
        blocks.append(pair(lambda i: f"> {plain(sentence[i])}"))
    return blocks


def area(section):
    """The folder of a section, which holds its handbook."""
    return f"area-{section:04}"


def pair(words):
    return words(0), words(1)


def capital(text):
    # Bold and italic signs may come first.
    first = next(place for place, letter in enumerate(text) if letter.isalpha())
    return text[:first] + text[first].upper() + text[first + 1:]


def plain(text):
    return text.replace("*", "")


def suffix(language):
    return ".md" if language == LANGUAGES[0] else f".{language}.md"


def front_matter(title, description, weight):
    return [f'title = "{title}"', f'description = "{description}"', f"weight = {weight}"]


def page_text(front, body):
    return "+++\n" + "\n".join(front) + "\n+++\n\n" + body


# How each tool writes a link to a page in the language of the text.
LINKS = {
    "belegg": lambda body, language: body,
    "hugo": lambda body, language: body.replace("](@/", "](/").replace(".md#", "#"),
    "zola": lambda body, language: body.replace(".md#", f"{suffix(language)}#"),
}


def menu(corpus):
    sections = -(-corpus.pages // corpus.section_size)
    for section in range(min(MENU_LENGTH, sections)):
        yield section, Chance(f"section {section}").pick(TOPICS)


def belegg_project(corpus):
    lines = ['title = "Vindheim Møbelverk"', 'base_url = "https://vindheim.example"',
             'default_language = "nb"', "", "[languages.nb]", "", "[languages.en]",
             f'title = "{SITE["en"]}"']
    for section, topic in menu(corpus):
        lines += ["", "[[menu]]", f'page = "@/{area(section)}/_index.md"',
                  f'title = {{ nb = "{topic[0]}", en = "{topic[1]}" }}']
    write(corpus.project("belegg") / "belegg.toml", "\n".join(lines) + "\n")


def hugo_project(corpus):
    project = corpus.project("hugo")
    shutil.copytree(HERE / "hugo", project)
    write(project / "static" / "site.css", (HERE / "theme.css").read_text(encoding="utf-8"))
    lines = []
    for index, language in enumerate(LANGUAGES):
        for section, topic in menu(corpus):
            lines += ["", f"[[languages.{language}.menus.main]]", f'name = "{topic[index]}"',
                      f'pageRef = "/{area(section)}"', f"weight = {section + 1}"]
    append(project / "hugo.toml", lines)


def zola_project(corpus):
    project = corpus.project("zola")
    shutil.copytree(HERE / "zola", project)
    write(project / "static" / "site.css", (HERE / "theme.css").read_text(encoding="utf-8"))
    lines = []
    for section, topic in menu(corpus):
        lines += ["", "[[extra.menu]]", f'path = "@/{area(section)}/_index.md"',
                  f'nb = "{topic[0]}"', f'en = "{topic[1]}"']
    append(project / "config.toml", lines)


PROJECTS = {"belegg": belegg_project, "hugo": hugo_project, "zola": zola_project}


def append(path, lines):
    with open(path, "a", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
