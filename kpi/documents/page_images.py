"""Pictures of a report's pages, and the one door to PDF files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import RLock
from typing import TYPE_CHECKING, Any

from kpi.vocabulary.errors import KpiError

if TYPE_CHECKING:
    from PIL.Image import Image

IMAGE_SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp")
_LARGEST = 5000  # pixels of a page's longer side: more shows no more, and a hostile page size fills no memory
_MOST_PIXELS = 200_000_000  # of an image file: a page of A2 at 600 dpi has 139 million
# PDFium is not made for several threads at once; the dashboard has one for each visitor.
_PDFIUM = RLock()


def page_image(data: bytes, suffix: str, page: int, width: int = 1200) -> bytes:
    """A PNG, `width` pixels wide, of the page (from 1) of a PDF or image file.

    KpiError where the file is damaged or locked, has no such page, or is of a kind that has no pages.
    """
    if suffix.lower() == ".pdf":
        try:
            with opened(data, f"*{suffix}") as pdf:
                image = rendered(pdf, page - 1, width)
        except ModuleNotFoundError as error:
            raise KpiError(f"显示 PDF 的页面需要 {error.name}；请运行 pip install {error.name}") from None
    elif suffix.lower() in IMAGE_SUFFIXES:
        image = image_of(data, f"*{suffix}", page)
        height = max(round(image.height * width / image.width), 1)
        image = image.resize((width, min(height, _LARGEST))) if width < image.width else image
    else:
        raise KpiError(f"{suffix or '没有后缀'} 的文件没有页面图像；只有 PDF 和图片才有")
    target = BytesIO()
    image.convert("L" if image.mode in ("1", "L") else "RGB").save(target, "PNG", optimize=False)
    return target.getvalue()


@contextmanager
def opened(data: bytes, path: str) -> Iterator[Any]:
    """The pypdfium2 document in `data`, for this thread alone; KpiError where it is damaged, locked or empty."""
    import pypdfium2

    with _PDFIUM:
        try:
            with pypdfium2.PdfDocument(data) as pdf:
                if not len(pdf):
                    raise KpiError(f"{path}: 这个 PDF 没有一页；请重新导出后再试")
                yield pdf
        except pypdfium2.PdfiumError as error:
            # PDFium may tell the reason of an earlier failure: a password is asked only where the file has a lock
            raise _cannot_open(path, b"/Encrypt" in data and error.err_code) from None


def rendered(pdf: Any, index: int, width: int) -> Image:
    """The page of a PDF at `index` (from 0) as an image `width` pixels wide."""
    if not 0 <= index < len(pdf):
        raise KpiError(f"没有第 {index + 1} 页；这个 PDF 共 {len(pdf)} 页")
    page = pdf[index]
    try:
        wide, high = page.get_size()
        if wide <= 0 or high <= 0:
            raise KpiError(f"第 {index + 1} 页没有大小；请重新导出这个 PDF")
        return page.render(scale=min(width / wide, _LARGEST / max(wide, high))).to_pil()
    finally:
        page.close()


def image_of(data: bytes, path: str, page: int = 1) -> Image:
    """The image in `data` the right way up, its page `page` where it has several; KpiError where it is none."""
    from PIL import Image, ImageOps, ImageSequence

    try:
        with Image.open(BytesIO(data)) as file:
            if file.width * file.height > _MOST_PIXELS:
                raise KpiError(f"{path}: 图片过大（{file.width}×{file.height}）；请缩小后再试")
            if not 1 <= page <= getattr(file, "n_frames", 1):
                raise KpiError(f"{path}: 没有第 {page} 页；这个图片共 {getattr(file, 'n_frames', 1)} 页")
            frame = ImageSequence.Iterator(file)[page - 1]
            upright = ImageOps.exif_transpose(frame)
            return upright.convert("L" if upright.mode in ("1", "L") else "RGB")
    except (OSError, ValueError, SyntaxError, TypeError, IndexError, Image.DecompressionBombError) as error:
        raise KpiError(f"{path}: 无法作为图片打开（{type(error).__name__}）；文件可能已损坏，请重新导出") from None


def image_pages(data: bytes, path: str) -> int:
    """How many pages an image file holds: one, or as many as a TIFF of several."""
    from PIL import Image

    try:
        with Image.open(BytesIO(data)) as file:
            return int(getattr(file, "n_frames", 1))
    except (OSError, ValueError, SyntaxError, TypeError, Image.DecompressionBombError) as error:
        raise KpiError(f"{path}: 无法作为图片打开（{type(error).__name__}）；文件可能已损坏，请重新导出") from None


def _cannot_open(path: str, reason: int | None) -> KpiError:
    from pypdfium2.raw import FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY

    if reason in (FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY):
        return KpiError(f"{path}: 加密的 PDF，需要密码才能打开；请先去除密码，另存后再试")
    return KpiError(f"{path}: 无法作为 PDF 打开；文件可能已损坏或没有下载完整，请重新下载或另存为 PDF")
