"""What is run over the project, in three tiers.

`nox -s test` is what the README's second command runs. `nox -t ci` is all that must hold before a
change lands; `.ci/run` runs it two sessions at a time. `nox -t deep` searches further, for minutes
to hours, and is for whoever has changed what it searches in. What follows `--` goes to pytest:
`nox -s test -- tests/models -n 2`.
"""

from pathlib import Path
from shutil import which

import nox

nox.options.default_venv_backend = "venv"
nox.options.error_on_missing_interpreters = False
nox.options.sessions = ["test"]

PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
PYTEST = ("pytest", "--quiet", "-p", "no:cacheprovider")

# Imports what a user can import and the core dependencies are enough for.
IMPORT_EVERYTHING = """
import importlib, pkgutil, aa_sdk
needs_an_extra = ("aa_sdk.cli", "aa_sdk.otel", "aa_sdk.pytest_plugin")
for name in ["aa_sdk", *(info.name for info in pkgutil.walk_packages(aa_sdk.__path__, "aa_sdk."))]:
    if "._" not in name and not name.startswith(needs_an_extra):
        module = importlib.import_module(name)
        print(name, len([getattr(module, public) for public in module.__all__]))
"""


@nox.session(tags=["ci"])
def test(session: nox.Session) -> None:
    """The tests, as the README's second command runs them: without the extra trio."""
    session.install("--editable", ".[dev]")
    session.run(*PYTEST, *session.posargs)


@nox.session(tags=["ci"])
def coverage(session: nox.Session) -> None:
    """The tests with the extra trio: they take every branch."""
    session.install("--editable", ".[dev,trio]", "coverage>=7.10")
    data = {"COVERAGE_FILE": str(Path(session.virtualenv.location) / "coverage.data")}
    session.run("coverage", "erase", env=data)
    slowly = "--timeout=300"  # as everything is that is traced
    session.run("coverage", "run", "-m", *PYTEST, slowly, *session.posargs, env=data)
    session.run("coverage", "combine", "--quiet", env=data)
    session.run("coverage", "report", "--fail-under=100", env=data)


@nox.session(python=PYTHONS, tags=["ci"])
def tests(session: nox.Session) -> None:
    """The tests on each interpreter there is, with the extra trio, in an order of chance."""
    session.install("--editable", ".[dev,trio]", "pytest-randomly>=4.0")
    session.run(*PYTEST, *session.posargs)


@nox.session(tags=["ci"])
def lowest(session: nox.Session) -> None:
    """The tests, with all their examples, on the oldest core dependencies that are allowed."""
    allowed = nox.project.load_toml("pyproject.toml")["project"]["dependencies"]
    session.install("--editable", ".[dev]", *(text.replace(">=", "==") for text in allowed))
    session.run(*PYTEST, "--hypothesis-profile=ci", *session.posargs)


@nox.session(tags=["ci"])
def types(session: nox.Session) -> None:
    """Mypy and pyright over all code, that of the documentation too."""
    session.install("--editable", ".[dev,docs,lint]")
    session.run("mypy")
    session.run("pyright", "--pythonpath", f"{session.bin}/python")


@nox.session(tags=["ci"])
def wheel(session: nox.Session) -> None:
    """What users get: the wheel imports without a warning, and its types are complete."""
    empty = Path(session.create_tmp())
    session.run("pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(empty), ".")
    (built,) = empty.glob("*.whl")
    session.install(str(built))
    session.chdir(empty)  # out of the checkout, which would be imported instead
    session.run("python", "-W", "error", "-c", IMPORT_EVERYTHING)
    session.install("pyright>=1.1.400", f"{built}[otel]")  # whose types stand in signatures
    session.run("pyright", "--verifytypes", "aa_sdk", "--ignoreexternal")


@nox.session(tags=["ci"])
def docs(session: nox.Session) -> None:
    """The documentation builds, no link in it is broken, and its pages are all there."""
    session.install("--editable", ".[docs]")
    # Not quiet: what is not told is not counted, and a link that is broken is told as a warning.
    session.run("mkdocs", "build", "--strict", "--site-dir", session.create_tmp())
    session.install("--editable", ".[dev,docs]")
    made = ("generated_pages", "reference_types", "site")  # which are skipped without the extra
    session.run(*PYTEST, *(f"tests/test_{name}.py" for name in made))


@nox.session(tags=["ci"])
def javascript(session: nox.Session) -> None:
    """The AWS SDK for JavaScript and the control API, where there is Node.js with npm."""
    if not (which("npm") and which("node")):
        session.skip("npm and node are needed")
    session.install("--editable", ".[dev]")
    folder = session.create_tmp()
    package = "@aws-sdk/client-accessanalyzer"
    session.run("npm", "install", "--silent", "--prefix", folder, package, external=True)
    found = {"AA_SDK_NODE_MODULES": str(Path(folder, "node_modules").resolve())}
    session.run(*PYTEST, "tests/emulator/test_other_languages.py", *session.posargs, env=found)


@nox.session(tags=["ci"])
def lint(session: nox.Session) -> None:
    """Style, and the layout of the code."""
    session.install("ruff>=0.14")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session(tags=["deep"])
def pairs(session: nox.Session) -> None:
    """Policy checks compared with brute force over half a million random pairs."""
    session.install("--editable", ".[dev]")
    session.run("python", "-m", "tests.policy.deep", *session.posargs)


@nox.session(tags=["deep"])
def patterns(session: nox.Session) -> None:
    """Patterns of EventBridge rules compared with filters, a quarter of a million times."""
    session.install("--editable", ".[dev]")
    session.run("python", "-m", "tests.filters.deep_event_patterns", *session.posargs)


@nox.session(tags=["deep"])
def properties(session: nox.Session) -> None:
    """The tests with examples that nobody has tried before, others in each run."""
    session.install("--editable", ".[dev,trio]")
    session.run(*PYTEST, "--hypothesis-profile=explore", *session.posargs)


@nox.session(tags=["deep"])
def soak(session: nox.Session) -> None:
    """The emulator under 60,000 mixed calls and random faults, and as many over a restart.

    Nothing is left behind, and nothing is lost that was acknowledged.
    """
    session.install("--editable", ".[trio]")
    session.run("python", "benchmarks/emulator_soak.py", *session.posargs)
    session.run("python", "benchmarks/emulator_restart.py", *session.posargs)


@nox.session(tags=["deep"])
def million(session: nox.Session) -> None:
    """A million findings, streamed, held by the emulator, and kept in step: what they cost."""
    session.install("--editable", ".")
    session.run("python", "benchmarks/memory.py")
    session.run("python", "benchmarks/emulator.py", "--million")
    session.run("python", "benchmarks/sync.py", "--million")


@nox.session(tags=["deep"])
def mutations(session: nox.Session) -> None:
    """Small mistakes put into aa_sdk/policy one by one: lists those that its tests miss.

    `-- 'aa_sdk.policy._analysis.regions*'` tries one module, which takes some minutes; all take
    hours. What was tried is kept in mutants/, and not tried again before it changes.
    """
    session.install("--editable", ".[dev]", "mutmut>=3.8")
    session.run("mutmut", "run", *session.posargs)
    results = str(session.run("mutmut", "results", silent=True))
    session.log("\n".join(line for line in results.splitlines() if line.endswith(": survived")))
