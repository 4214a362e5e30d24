"""What a saved notebook keeps of the widgets that were in it."""

from copy import deepcopy

import ipywidgets as widgets
import nbformat
import torch
from IPython.core.formatters import format_display_data

from resattn_lab.course.prediction import Prediction
from resattn_lab.jupyter import LAB_OPTIONS, NOTE, VIEW, save_stills
from resattn_lab.panels import ThresholdPanel


def saved(*outputs: dict) -> list[dict]:
    """The outputs of a cell, as they are in the file after a save."""
    cells = [{"cell_type": "markdown"}, {"cell_type": "code", "outputs": list(outputs)}]
    model = {"type": "notebook", "content": {"cells": cells}}
    save_stills(model=model, path="a.ipynb", contents_manager=None)
    return cells[1]["outputs"]


def shown(widget) -> dict:
    data, metadata = format_display_data(widget)
    return {"output_type": "display_data", "data": data, "metadata": metadata}


def panel() -> ThresholdPanel:
    truth = torch.zeros(1, 8, 8, dtype=torch.bool)
    truth[0, 2:5, 2:5] = True
    images = torch.zeros(1, 3, 8, 8, dtype=torch.uint8)
    return ThresholdPanel(images, {"a map": truth.float()}, truth, titles=["square"])


def test_a_panel_is_saved_as_its_picture_with_its_words_and_how_to_revive_it():
    live = shown(panel())
    (still,) = saved(deepcopy(live))
    assert VIEW in live["data"] and VIEW not in still["data"]
    text = still["data"]["text/html"]
    assert f"data:image/png;base64,{live['data']['image/png']}" in text
    assert 'alt="' in text and 'alt=""' not in text
    assert text.startswith(NOTE) and "Run All Cells" in NOTE
    assert "image/png" not in still["data"]  # once is enough


def test_a_question_is_saved_as_its_text():
    (still,) = saved(shown(Prediction("Which one?", ["the <first>", "the second"])))
    assert "Which one?" in still["data"]["text/html"]
    assert "the &lt;first&gt;" in still["data"]["text/html"]


def test_a_widget_of_somebody_elses_is_saved_as_its_text():
    (still,) = saved(shown(widgets.IntSlider(description="<b>")))
    assert still["data"]["text/html"].startswith(f"{NOTE}<pre>IntSlider(value=0")
    assert "&lt;b&gt;" in still["data"]["text/html"]


def test_what_is_no_widget_is_saved_as_it_is():
    picture = {"output_type": "display_data", "data": {"image/png": "abc"}, "metadata": {}}
    text = {"output_type": "stream", "name": "stdout", "text": "1"}
    assert saved(deepcopy(picture), deepcopy(text)) == [picture, text]


def test_a_file_that_is_no_notebook_is_left_alone():
    model = {"type": "file", "content": "text"}
    save_stills(model=model, path="a.txt", contents_manager=None)
    assert model == {"type": "file", "content": "text"}


def test_jupyter_calls_it_and_the_file_says_how_to_go_on(tmp_path):
    """Through Jupyter's own contents manager, with the option as JupyterLab gets it."""
    from jupyter_server.services.contents.filemanager import FileContentsManager
    from traitlets.config import Config

    (option,) = (option for option in LAB_OPTIONS if "ContentsManager" in option)
    hook = option.removeprefix("--FileContentsManager.pre_save_hook=")
    config = Config(FileContentsManager={"pre_save_hook": hook})
    manager = FileContentsManager(config=config, root_dir=str(tmp_path))
    cell = nbformat.v4.new_code_cell("1", outputs=[nbformat.from_dict(shown(panel()))])
    notebook = nbformat.v4.new_notebook(cells=[cell])
    manager.save({"type": "notebook", "content": notebook}, "a.ipynb")
    (output,) = nbformat.read(tmp_path / "a.ipynb", as_version=4).cells[0].outputs
    assert VIEW not in output.data and NOTE in output.data["text/html"]
