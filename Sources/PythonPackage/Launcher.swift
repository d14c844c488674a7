/// What Python runs first (`python -c`), so that whatever goes wrong on its side is one line and a status as this program's own.
enum Launcher {
  /// A message that cannot be written is lost and stops nothing; a signal to end ends with the work undone; a module that is not there, a
  /// Python too old, and a disk that is full are said in a line. The arguments are where the packages are, the module to run, and its own.
  static let program = #"""
    import errno, io, os, runpy, signal, sys

    class Messages(io.RawIOBase):
        def writable(self): return True
        def fileno(self): return 2
        def isatty(self): return os.isatty(2)
        def write(self, text):
            try: os.write(2, text)
            except OSError: pass
            return len(text)

    def leave(status, message=None):
        if message: print(f"error: {message}", file=sys.stderr)
        try: sys.stdout.flush()
        except OSError: status = status or 74
        os._exit(status)

    sys.stderr = io.TextIOWrapper(Messages(), errors="backslashreplace", write_through=True)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    # Without the current directory, where a file may be called as a module is.
    sys.path = [sys.argv[1]] + [place for place in sys.path if place]
    # A byte of a file name that is no UTF-8 comes as a character of a private area; Python has a surrogate for it.
    sys.argv = [text.translate({0x10F700 + byte: 0xDC00 + byte for byte in range(0x80, 0x100)}) for text in sys.argv[2:]]
    try:
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
        leave(0)
    except SystemExit as end:
        leave(end.code if isinstance(end.code, int) else 0 if end.code is None else 1)
    except KeyboardInterrupt:
        leave(130)
    except ImportError as missing:
        leave(66, f"{sys.executable} has no {missing.name or missing}; `make python` installs a Python with what is needed, or set TENAS_PYTHON")
    except SyntaxError:
        leave(66, f"{sys.executable} is Python {sys.version.split()[0]}, which is too old; `make python` installs one that is not, or set TENAS_PYTHON")
    except BrokenPipeError:
        leave(74)
    except OSError as failure:
        place = f"{failure.filename}: " if failure.filename else ""
        leave(74, f"{place}{os.strerror(failure.errno) if failure.errno else failure}")
    except MemoryError:
        leave(74, "there is not enough memory")
    """#
}
