"""The command line: serve the page, train in the terminal, print a spec as a program, list the presets."""

import secrets
import socket
import sys
import webbrowser
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import quote

import typer
import uvicorn
from pydantic import ValidationError
from pydantic_settings import SettingsError
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from elevenlines.app.cli_files import (
    check_file,
    check_writable,
    checked,
    columns,
    say_what_is_wrong,
    spec_of,
    write_predictions,
)
from elevenlines.app.main import create_app
from elevenlines.app.runs.storing.store import StoreUnusable
from elevenlines.app.runs.workers.compiled import keep_in
from elevenlines.app.settings import Settings
from elevenlines.app.web.door.guard import is_loopback
from elevenlines.app.web.routes.sockets import LONGEST
from elevenlines.core.generators.recipe import Recipe, Sample
from elevenlines.core.generators.suggested import suggested
from elevenlines.core.presets import PRESETS
from elevenlines.core.spec import RunSpec
from elevenlines.core.tables import Wishes
from elevenlines.core.training import Training
from elevenlines.core.training.engines import begin
from elevenlines.core.written import text_of, write_program

cli = typer.Typer(
    help="Edit a truth table, press Train, and watch a neural network learn it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
Text = Literal["one_hot", "classes"]
_OWN = Sample()  # what is drawn unless something else is asked for
MILESTONES = 6  # printed errors, the first pass's among them, as the article prints


def main() -> None:
    """The command `elevenlines`."""
    cli()


@cli.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one.")] = None,
    data: Annotated[Path | None, typer.Option(help="Folder of the store.")] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page.")] = True,
) -> None:
    """Serve the page and the JSON API. Every setting is also an environment variable ELEVENLINES_NAME."""
    given = {"host": host, "port": port, "data": data}
    settings = _settings({name: value for name, value in given.items() if value is not None})
    token = (settings.token or "").strip() or None  # an empty one would let everybody in
    if token is None and not is_loopback(settings.host):
        token = secrets.token_urlsafe(16)
    listener = _listen(settings.host, settings.port)
    name = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{name}:{listener.getsockname()[1]}"
    page = address if token is None else f"{address}/?token={quote(token)}"
    try:
        app = create_app(settings, token)
    except StoreUnusable as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from error
    print(f"Eleven Lines is at {page}", flush=True)
    if browser:
        webbrowser.open(page)
    _Server(
        uvicorn.Config(
            app,
            log_level="warning",
            timeout_graceful_shutdown=3,
            loop="auto",  # uvloop, on every system that has it
            ws="websockets-sansio",
            ws_max_size=LONGEST,
            ws_per_message_deflate=False,  # over a loopback it takes longer than it saves
        )
    ).run(sockets=[listener])


class _Server(uvicorn.Server):
    """Tells the runs first that it goes down: so who waits for one gets an answer instead of a cut line."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.config.app.state.service.refuse_more()  # type: ignore[union-attr]  # it is the app given above
        await super().shutdown(sockets)


_FIELDS = {  # of a spec that have an option of their own, by its name
    "epochs": "/training/epochs",
    "learning-rate": "/training/learning_rate",
    "hidden": "/network/hidden",
    "seed": "/seed",
}


@cli.command()
def train(
    preset: Annotated[str | None, typer.Option(help="Name of a preset; see `elevenlines presets`.")] = None,
    table: Annotated[
        Path | None, typer.Option(help="File with a table, CSV, TSV or JSON; or a whole body, as the API takes it.")
    ] = None,
    epochs: Annotated[int | None, typer.Option(help="Passes over the rows.")] = None,
    learning_rate: Annotated[float | None, typer.Option("--learning-rate", "--alpha", help="Alpha.")] = None,
    hidden: Annotated[str | None, typer.Option(help="Sizes of the hidden layers, as in 4,3; '' for none.")] = None,
    seed: Annotated[int | None, typer.Option(help="Fixes the weights at the start.")] = None,
    target: Annotated[
        list[str] | None, typer.Option(help="Target column of the file, by name or number from 0; may come again.")
    ] = None,
    skip: Annotated[list[str] | None, typer.Option(help="Column of the file to leave out; may come again.")] = None,
    text: Annotated[Text, typer.Option(help="What columns of words become.")] = "one_hot",
    drop: Annotated[bool, typer.Option("--drop", help="Leave bad lines of the file out, and say which.")] = False,
    predictions: Annotated[Path | None, typer.Option(help="CSV file to write rows and predictions to.")] = None,
    made: Annotated[
        str | None, typer.Option(help="A made data set: spiral, moons, ...; see its options below.")
    ] = None,
    points: Annotated[int | None, typer.Option(help=f"With --made: rows; {_OWN.points} unless given.")] = None,
    noise: Annotated[
        float | None, typer.Option(help=f"With --made: a standard deviation, 0 to 0.5; {_OWN.noise} unless given.")
    ] = None,
    data_seed: Annotated[
        int | None, typer.Option(help=f"With --made: fixes the points; {_OWN.seed} unless given.")
    ] = None,
    formula: Annotated[str | None, typer.Option(help="With --made above: f(x), as in 'sin(2*x)'.")] = None,
) -> None:
    """Train a network here in the terminal, and print its error as the article does."""
    if predictions is not None:
        check_writable(predictions)  # not only after an hour's training
    wishes = Wishes(target=columns(target), skip=columns(skip), text=text, drop=drop)
    asked = {"points": points, "noise": noise, "seed": data_seed, "formula": formula}
    sample = {name: value for name, value in asked.items() if value is not None}
    if made is not None:
        check_file(table, wishes)
        spec = _made({"name": made, **sample}, preset, table)
    elif sample:
        raise typer.BadParameter("--points, --noise, --data-seed and --formula are about a made data set: give --made")
    else:
        spec = spec_of(preset, table, wishes)
    changed = spec.model_dump()
    if epochs is not None:
        changed["training"]["epochs"] = epochs
    if learning_rate is not None:
        changed["training"]["learning_rate"] = learning_rate
    if hidden is not None:
        changed["network"] |= {"hidden": _sizes(hidden), "initial": None}
    if seed is not None:
        changed["seed"] = seed
    given = {"epochs": epochs, "learning-rate": learning_rate, "hidden": hidden, "seed": seed}
    fields = {pointer: f"--{name}" for name, pointer in _FIELDS.items() if given[name] is not None}
    _train(checked(changed, RunSpec, fields), predictions)


@cli.command()
def program(
    preset: Annotated[str | None, typer.Option(help="Name of a preset; see `elevenlines presets`.")] = None,
    spec: Annotated[Path | None, typer.Option(help="JSON file: a table, or a whole body, as the API takes it.")] = None,
) -> None:
    """Print a NumPy program that trains the network and prints the same numbers."""
    print(text_of(write_program(spec_of(preset, spec))), end="")


@cli.command()
def presets() -> None:
    """List the presets."""
    for name, preset in PRESETS.items():
        print(f"{name:<20} {preset.title}: {preset.text}")


def _train(spec: RunSpec, file: Path | None = None) -> None:
    """Trains with a progress bar on a terminal, then prints errors and predictions, and writes these into a file."""
    keep_in(Path("data"))
    training = begin(spec)
    total = spec.training.epochs
    printed = {total * step // MILESTONES for step in range(MILESTONES)}
    lines = [f"Error:{training.measure().error:.12g}"]
    columns = (TextColumn("epoch {task.completed:,} of {task.total:,}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total)
        for epoch in sorted(printed - {0}):
            _advance(training, epoch, progress, task)
            if training.outcome is None:
                lines.append(f"Error:{training.measure().error:.12g}")
        # The article prints the output of its last pass, and so the network before the last update.
        _advance(training, total - 1, progress, task)
        last_pass = training.predictions()
        _advance(training, total, progress, task)
    for line in lines:
        print(line)
    print("Output After Training:")
    for row in last_pass:
        print("[" + " ".join(f"{value:.8f}" for value in row) + "]")
    end = training.measure()
    tested = "" if end.test_error is None else f"  test error {end.test_error:.12g}"
    print(f"epoch {end.epoch:,}  error {end.error:.12g}  loss {end.loss:.12g}{tested}")
    if training.message:
        print(training.message)
    if training.outcome == "diverged":
        raise typer.Exit(1)
    if file is not None:
        write_predictions(file, spec, training.predictions())


def _advance(training: Training, until: int, progress: Progress, task: TaskID) -> None:
    while training.epoch < until and training.outcome is None:
        training.advance(min(until, training.epoch + 2_000))
        training.take()
        progress.update(task, completed=training.epoch)


def _made(recipe: dict[str, Any], preset: str | None, table: Path | None) -> RunSpec:
    """A made table with the settings that learn it."""
    if preset is not None or table is not None:
        raise typer.BadParameter("give --made, a preset or a file: one of them")
    options = {
        f"/{name}": f"--{'made' if name == 'name' else 'data-seed' if name == 'seed' else name}" for name in recipe
    }
    return suggested(checked(recipe, Recipe, options))


def _sizes(text: str) -> list[int]:
    try:
        return [int(size) for size in text.split(",")] if text.strip() else []
    except ValueError as error:
        raise typer.BadParameter("--hidden takes whole numbers, as in 4,3") from error


def _settings(given: dict[str, Any]) -> Settings:
    try:
        return Settings(**given)
    except ValidationError as error:
        names = {
            name: f"--{name}" if name in given else f"ELEVENLINES_{name.upper()}" for name in Settings.model_fields
        }
        say_what_is_wrong(error, {f"/{name}": said for name, said in names.items()})
        raise typer.Exit(2) from error
    except SettingsError as error:  # names the variable's field
        print(f'{error}: lists are written as JSON, as in ["name"]', file=sys.stderr)
        raise typer.Exit(2) from error


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket, so that the address is known before the server starts."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=2_048)
    except OSError as error:
        print(f"cannot listen on {host}:{port}: {error.strerror}; try --port 0", file=sys.stderr)
        raise typer.Exit(1) from error
    # asyncio does this only for sockets it made itself; without it each answer waits 40 ms for the client's ACK.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.set_inheritable(False)
    return listener


if __name__ == "__main__":
    main()
