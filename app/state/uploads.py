"""A bound on what uploads hold in memory: Streamlit keeps every file that a browser sends until its visitor leaves."""

from streamlit.runtime import get_instance
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

FILES = 64  # of one visitor: a class's answers are a file each
BATCH = 10  # sounds that a visitor can ask about at once
SESSION = 400 << 20  # bytes of one visitor's files: the newest stay
ALL = 2 << 30  # bytes of everybody's files: what would exceed them is not kept


def bound() -> None:
    """Hold the running server's uploads to FILES, SESSION and ALL; once is enough."""
    hold(get_instance().uploaded_file_mgr)


def hold(manager: MemoryUploadedFileManager) -> None:
    """Hold a manager of uploads to FILES, SESSION and ALL."""
    if getattr(manager, "bounded", False):
        return
    keep = manager.add_file

    def add_file(session_id, file) -> None:
        keep(session_id, file)
        files = manager.file_storage.get(session_id, {})
        for old in [name for name in files if name != file.file_id]:
            if len(files) <= FILES and _size(files) <= SESSION:
                break
            manager.remove_file(session_id, old)
        if sum(_size(kept) for kept in list(manager.file_storage.values())) > ALL:
            manager.remove_file(session_id, file.file_id)

    manager.add_file = add_file
    manager.bounded = True


def _size(files: dict) -> int:
    return sum(len(file.data) for file in list(files.values()))
