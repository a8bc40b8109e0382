"""The Gradio app: its components, and which event goes to which reply. The one module that imports Gradio.

Annotations are evaluated here, unlike elsewhere: Gradio reads those of the handlers to know what to hand in.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kqa.chat import adding, api, guard, narrowing, pages, panel, scripts, welcome
from kqa.chat.clippings import Clippings
from kqa.chat.conversation import LONGEST_QUESTION, Conversation
from kqa.chat.desk import Desk
from kqa.chat.palette import DARK, LIGHT, OF_COMPONENTS
from kqa.chat.replies import Change, Replies, Visit
from kqa.chat.serve import Settings

if TYPE_CHECKING:
    import gradio as gr

ANSWERING_AT_ONCE = 2
"""Questions answered at a time: an answer keeps one core busy, and more would only wait inside."""
WAITING_AT_MOST = 200
"""Requests that may wait; more are told at once to come back."""
VISIT_SECONDS = 12 * 3600
CLEANING = (3600, 3600)
"""How often uploads are looked through, and the age in seconds at which they are deleted."""
STORE, STORE_KEY = "kqa-chat", "kqa"
"""Where the browser keeps questions and clippings. No secret: what comes back is checked, not trusted."""
FONTS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif")
MONO = ("ui-monospace", "Menlo", "Consolas", "monospace")
PLACEHOLDER = "For example: Does ketamine help people stop drinking?"
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
ASKING: dict[str, Any] = {**QUIET, "concurrency_limit": ANSWERING_AT_ONCE, "concurrency_id": "answers"}
ADDING: dict[str, Any] = {"api_visibility": "private", "concurrency_limit": 1, "concurrency_id": "papers"}


class Chat:
    """Builds the app around a desk.

    Args:
        desk: what does the work.
        papers: whether visitors may add papers.
    """

    def __init__(self, desk: Desk, *, papers: bool = True) -> None:
        self._replies = Replies(desk)
        self._desk = desk
        self._papers = papers
        self._parts: dict[str, Any] = {}

    def blocks(self) -> "gr.Blocks":
        """The app, ready to be launched."""
        import gradio as gr
        from gradio import events

        app: gr.Blocks = gr.Blocks(
            title="kqa", analytics_enabled=False, fill_width=True, delete_cache=CLEANING
        )
        with app:
            self._parts["visit"] = gr.State(Visit(), time_to_live=VISIT_SECONDS)
            self._parts["stored"] = gr.BrowserState({}, storage_key=STORE, secret=STORE_KEY)
            _html(pages.head(), elem_id="head")
            with gr.Tabs(elem_id="tabs"):
                with gr.Tab("Ask"):
                    self._ask_tab()
                with gr.Tab("Clippings"):
                    self._clippings_tab()
                with gr.Tab("Evaluate") as evaluate:
                    self._parts["report"] = _html(pages.report(None), elem_id="report")
                if self._papers:
                    with gr.Tab("Add paper"):
                        self._paper_tab()
            self._parts["saved"] = _html("", scripts.SAVED, elem_id="saved")
            evaluate.select(lambda: pages.report(self._desk.report()), None, self._parts["report"], **QUIET)
            self._wire(app)
            for function in api.endpoints(self._desk, gr.Error):
                events.api(
                    function,
                    api_name=function.__name__,
                    concurrency_limit=ANSWERING_AT_ONCE,
                    concurrency_id="answers",
                )
        app.queue(max_size=WAITING_AT_MOST, default_concurrency_limit=8)
        return app

    def _ask_tab(self) -> None:
        import gradio as gr

        shelf = self._desk.shelf
        with gr.Row(equal_height=False):
            with gr.Column(scale=7, min_width=320, elem_id="main"):
                self._parts["page"] = _html(self._desk.page(Conversation()), scripts.TALK, elem_id="talk")
                self._parts["notice"] = _html("", elem_id="notice")
                with gr.Column(elem_id="composer"):
                    self._parts["question"] = gr.Textbox(
                        label="Your question",
                        placeholder=PLACEHOLDER,
                        lines=1,
                        max_lines=5,
                        max_length=LONGEST_QUESTION,
                        submit_btn="Ask",
                        interactive=False,  # until what the browser kept is back, which a question would race
                    )
            with gr.Column(scale=5, min_width=340, elem_id="side"):
                self._parts["panel"] = _html(panel.nothing_open(), scripts.PANEL, elem_id="panel")
                with gr.Accordion("Narrow the search", open=False):
                    self._narrowed = [
                        gr.CheckboxGroup(narrowing.articles(shelf), value=[], label="Articles"),
                        gr.Dropdown(narrowing.sections(shelf), value=[], multiselect=True, label="Sections"),
                        gr.CheckboxGroup(narrowing.substances(shelf), value=[], label="Substances"),
                    ]
                with gr.Accordion("The articles", open=False):
                    self._parts["articles"] = _html(welcome.articles(shelf), elem_id="articles")
                with gr.Accordion("Earlier questions", open=False):
                    self._parts["earlier"] = _html(pages.earlier(()), scripts.ACTS, elem_id="earlier")
                    self._forget = gr.Button("Forget them", size="sm")
                with gr.Row():
                    self._save_talk = gr.Button("Save this conversation", size="sm")
                    self._fresh = gr.Button("New conversation", size="sm")

    def _clippings_tab(self) -> None:
        import gradio as gr

        listed = pages.clippings(Clippings(), self._desk.shelf)
        self._parts["clipped"] = _html(listed, scripts.ACTS, elem_id="clipped")
        with gr.Row():
            self._saves = {
                form: gr.Button(f"Save as {name}", size="sm") for form, name in pages.FORMS.items()
            }

    def _paper_tab(self) -> None:
        import gradio as gr

        _html(pages.about_adding(), elem_id="adding")
        with gr.Row(equal_height=False):
            with gr.Column(min_width=320):
                file = gr.File(label="A paper", file_types=list(adding.SUFFIXES), height=160)
                found = _html("", elem_id="found")
            with gr.Column(min_width=320):
                fields = [gr.Textbox(label=f.label, info=f.hint, lines=f.lines) for f in adding.FIELDS]
                button = gr.Button("Add it to the articles", variant="primary", interactive=False)
        self._parts.update(file=file, found=found, add=button)

        def looked(upload: str | None) -> list[Any]:
            line, values = self._replies.look(upload)
            return [line, *values, gr.update(interactive=bool(values[0] or values[1]))]

        def added(upload: str | None, visit: Visit, *values: str) -> dict[Any, Any]:
            change = self._onto(self._replies.add_paper(upload, visit, values))
            shelf = self._desk.shelf
            choices = (narrowing.articles(shelf), narrowing.sections(shelf), narrowing.substances(shelf))
            return change | {
                part: gr.update(choices=found) for part, found in zip(self._narrowed, choices, strict=True)
            }

        for happened in (file.upload, file.clear):  # not `change`, which follows every addition too
            happened(looked, file, [found, *fields, button], **ADDING)
        shown = [*self._parts.values(), *self._narrowed]
        button.click(added, [file, self._parts["visit"], *fields], shown, **ADDING)

    def _wire(self, app: "gr.Blocks") -> None:
        import gradio as gr

        replies, visit, shown = self._replies, self._parts["visit"], list(self._parts.values())
        told = [visit, *self._narrowed]

        def on_arrival(request: gr.Request, stored: object, *narrowed: object) -> dict[Any, Any]:
            change = replies.arrive(stored, str(request.query_params.get("q") or ""), narrowed)
            return self._onto(change) | {self._parts["question"]: gr.update(value="", interactive=True)}

        def on_question(question: str, visit: Visit, *narrowed: object) -> dict[Any, Any]:
            return self._onto(replies.ask(question, visit, narrowed))

        def on_act(event: gr.EventData, visit: Visit, *narrowed: object) -> dict[Any, Any]:
            return self._onto(replies.act(event._data, visit, narrowed))

        arrival = app.load(on_arrival, [self._parts["stored"], *self._narrowed], shown, **ASKING)
        arrival.then(None, js=scripts.READY)
        self._parts["question"].submit(on_question, [self._parts["question"], *told], shown, **ASKING)
        for part in ("page", "earlier", "clipped", "panel"):
            self._parts[part].act(on_act, told, shown, **ASKING)
        self._fresh.click(self._reply(replies.start_afresh), visit, shown, **QUIET)
        self._forget.click(self._reply(replies.forget), visit, shown, **QUIET)
        self._save_talk.click(self._reply(replies.save_talk), visit, shown, **QUIET)
        for form, button in self._saves.items():
            button.click(self._reply(replies.save_clippings, form), visit, shown, **QUIET)

    def _reply(self, reply: Callable[..., Change], *more: str) -> Callable[[Visit], dict[Any, Any]]:
        return lambda visit: self._onto(reply(visit, *more))

    def _onto(self, change: Change) -> dict[Any, Any]:
        """The change by component, as Gradio takes it; parts that are not named stay as they are."""
        return {self._parts[name]: value for name, value in change.items()}


def launching(settings: Settings) -> dict[str, Any]:
    """What `Blocks.launch` is told.

    Args:
        settings: how the chat is served.
    """
    return {
        "server_name": settings.host,
        "server_port": settings.port,
        "share": settings.share,
        "auth": settings.login,
        "mcp_server": settings.mcp,
        "inbrowser": settings.browser,
        "prevent_thread_lock": True,
        "quiet": True,
        "show_error": False,
        "ssr_mode": False,
        "pwa": False,
        "run_history": False,
        "enable_monitoring": False,
        "max_file_size": guard.MOST_UPLOAD,
        "footer_links": [],
        "theme": theme(),
        "css": scripts.style(),
        "head": scripts.head(),
        "app_kwargs": guard.app_settings(settings.host, share=settings.share),
    }


def theme() -> "gr.Theme":
    """Gradio's own components in the chat's colours and the system's fonts."""
    import gradio as gr

    light = {name: LIGHT[colour] for name, colour in OF_COMPONENTS.items()}
    dark = {f"{name}_dark": DARK[colour] for name, colour in OF_COMPONENTS.items()}
    base = gr.themes.Base(font=FONTS, font_mono=MONO)
    shapes = {"input_border_width": "1px", "input_radius": "8px", "block_radius": "12px"}
    return base.set(color_accent=LIGHT["accent"], **shapes, **light, **dark)


def _html(value: str, script: str | None = None, *, elem_id: str) -> "gr.HTML":
    import gradio as gr

    return gr.HTML(value, js_on_load=script, apply_default_css=False, elem_id=elem_id, elem_classes="kqa")
