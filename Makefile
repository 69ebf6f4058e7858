# Every target sets up what it needs in .venv and does nothing twice.
PYTHON ?= python3
# Linux without a GPU: `make app TORCH=cpu` takes PyTorch's CPU wheels and saves gigabytes of CUDA
TORCH ?=
PORT ?= 8501
# Who may open the app: this machine alone, or with `make app HOST=0.0.0.0` everybody in the network
HOST ?= localhost

venv := .venv
bin := $(venv)/bin
index := $(if $(filter cpu,$(TORCH)),--extra-index-url https://download.pytorch.org/whl/cpu)
install := $(bin)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt $(index)

# JupyterLab would ask the internet for news and updates
offline := --LabApp.news_url=None --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate

.PHONY: app lab test notebooks handout lint clean

app: $(venv)/.app
	$(bin)/python -m streamlit run app/main.py --server.port $(PORT) --server.address $(HOST)

lab: $(venv)/.app
	$(bin)/python -m jupyter lab notebooks $(offline)

# One process per core; a module's tests stay together, they share a server or a trained network; the longest come first
test: $(venv)/.test
	$(bin)/python -m pytest --numprocesses logical --dist loadfile --no-loadscope-reorder

notebooks: $(venv)/.test
	$(bin)/python notebooks/make.py $(ONLY)

# What students get: all but the solutions, and the masters that contain them; and each notebook as a file to read
handout: $(venv)/.test
	@mkdir -p build/handout
	$(bin)/python notebooks/handout.py build/handout $(ONLY)
	git archive --prefix=genre-explorer/handout/ $$(printf -- '--add-file=%s ' build/handout/*.html) \
		--prefix=genre-explorer/ -o build/handout.zip HEAD -- . \
		':!notebooks/solutions' ':!notebooks/[0-9]*.py' ':!tests/test_notebooks.py' ':!tests/test_handout.py'
	@echo "build/handout.zip: hand it out; build/handout/solutions is the teacher's"

lint: $(venv)/.test
	$(bin)/ruff format --check .
	$(bin)/ruff check .
	$(bin)/mypy

clean:
	rm -rf $(venv)

$(bin)/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed, but " + sys.executable + " is " + sys.version.split()[0] + "; name another: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(venv)

$(venv)/.app: requirements.txt constraints.txt pyproject.toml | $(bin)/python
	@echo "Installing into $(venv), some minutes the first time ..."
	$(install) -r requirements.txt
	@touch $@

$(venv)/.test: tests/requirements.txt $(venv)/.app
	$(install) -r tests/requirements.txt
	@touch $@
