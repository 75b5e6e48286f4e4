"""An HTML page as a test looks at it: a small tree over html.parser, and the questions tests ask of it.

    page.h1()                          the text of the one h1
    page.find("a", cls="knop")         the first element that fits, or None; find_all() for all of them
    page.by_id("f-postcode")           the element with this id, or None
    page.errors()                      texts of everything with class foutmelding
    page.form(action="/aanmelden")     a form, with .action .method .fields (name, value pairs as a browser would send them)
    page.links()                       (text, href) pairs
"""

from html.parser import HTMLParser

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


class Element:
    def __init__(self, tag, attrs, parent=None):
        self.tag = tag
        self.attrs = {name: value if value is not None else "" for name, value in attrs}
        self.parent = parent
        self.children = []  # elements and strings, in order

    def __getitem__(self, name):
        return self.attrs[name]

    def get(self, name, default=None):
        return self.attrs.get(name, default)

    @property
    def classes(self):
        return self.attrs.get("class", "").split()

    def raw_text(self):
        return "".join(child if isinstance(child, str) else child.raw_text() for child in self.children)

    @property
    def text(self):
        """All text inside, white space folded."""
        return " ".join(self.raw_text().split())

    def walk(self):
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.walk()

    def find_all(self, tag=None, *, id=None, name=None, cls=None, **attrs):
        """Elements inside that have this tag, id, name, class and these attributes (data_label="x" is data-label)."""
        wanted = {key.replace("_", "-"): value for key, value in attrs.items()}
        if id is not None:
            wanted["id"] = id
        if name is not None:
            wanted["name"] = name
        return [
            element
            for element in self.walk()
            if (tag is None or element.tag == tag)
            and (cls is None or cls in element.classes)
            and all(element.attrs.get(key) == value for key, value in wanted.items())
        ]

    def find(self, tag=None, **query):
        return next(iter(self.find_all(tag, **query)), None)

    def inside(self, tag):
        """The nearest enclosing element with this tag, or None."""
        element = self.parent
        while element is not None and element.tag != tag:
            element = element.parent
        return element


class Form:
    """A form as a browser would send it untouched."""

    def __init__(self, element):
        self.element = element
        self.action = element.get("action", "")
        self.method = element.get("method", "get").lower()
        self.enctype = element.get("enctype", "application/x-www-form-urlencoded")
        self.fields = list(self._fields(element))

    @staticmethod
    def _fields(form):
        for element in form.walk():
            name = element.get("name")
            if not name or "disabled" in element.attrs:
                continue
            if element.tag == "input":
                kind = element.get("type", "text")
                if kind in ("submit", "button", "image", "reset", "file"):
                    continue
                if kind in ("checkbox", "radio"):
                    if "checked" in element.attrs:
                        yield name, element.get("value", "on")
                    continue
                yield name, element.get("value", "")
            elif element.tag == "textarea":
                yield name, element.raw_text().removeprefix("\n")
            elif element.tag == "select":
                options = element.find_all("option")
                chosen = [option for option in options if "selected" in option.attrs] or options[:1]
                for option in chosen:
                    yield name, option.get("value", option.text)

    def names(self):
        """Names of everything that can be filled in, buttons and files too."""
        return [element["name"] for element in self.element.walk() if element.tag in ("input", "select", "textarea", "button") and element.get("name")]

    def value(self, name):
        return next((value for key, value in self.fields if key == name), None)

    def with_values(self, **changes):
        """The fields with these values instead; None takes a field out. A name with a - is given as a dictionary: **{"x-dag": "1"}."""
        fields = [(name, value) for name, value in self.fields if name not in changes]
        for name, value in changes.items():
            for one in value if isinstance(value, (list, tuple)) else [value]:
                if one is not None:
                    fields.append((name, str(one)))
        return fields


class Page(Element, HTMLParser):
    """The root of a page's tree. Unclosed elements close with their parent, as far as tests need."""

    def __init__(self, html):
        Element.__init__(self, "#page", [])
        HTMLParser.__init__(self, convert_charrefs=True)
        self._open = self
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        element = Element(tag, attrs, self._open)
        self._open.children.append(element)
        if tag not in VOID:
            self._open = element

    def handle_startendtag(self, tag, attrs):
        self._open.children.append(Element(tag, attrs, self._open))

    def handle_endtag(self, tag):
        element = self._open
        while element is not self and element.tag != tag:
            element = element.parent
        if element is not self:
            self._open = element.parent

    def handle_data(self, data):
        self._open.children.append(data)

    def by_id(self, id):
        return self.find(id=id)

    def title(self):
        element = self.find("title")
        return element.text if element else ""

    def h1(self):
        """The text of the h1, of which there is exactly one."""
        headings = self.find_all("h1")
        assert len(headings) == 1, f"{len(headings)} h1 elements"
        return headings[0].text

    def errors(self):
        return [element.text for element in self.find_all(cls="foutmelding")]

    def error_of(self, name):
        """The error text at the field with this name, by its aria-describedby; None when it has none."""
        field = self.find(name=name) or self.find(name=f"{name}-dag")
        assert field is not None, f"no field {name}"
        group = field.inside("fieldset")
        ids = field.get("aria-describedby", "").split() + (group.get("aria-describedby", "").split() if group else [])
        for element in filter(None, map(self.by_id, ids)):
            if "foutmelding" in element.classes:
                return element.text
        return None

    def links(self):
        return [(element.text, element["href"]) for element in self.find_all("a") if "href" in element.attrs]

    def link(self, text):
        """Where the link with this text (or a part of it) leads; None when there is none."""
        return next((href for words, href in self.links() if text in words), None)

    def forms(self):
        return [Form(element) for element in self.find_all("form")]

    def form(self, action=None, has=None):
        """The form with this action, or that has a field of this name; asserts that it is there."""
        for form in self.forms():
            if (action is None or form.action == action) and (has is None or has in form.names()):
                return form
        raise AssertionError(f"no form with action {action!r} and field {has!r}; there are {[form.action for form in self.forms()]}")
