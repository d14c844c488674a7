"""Writes h5py-written.h5: what h5py makes of each kind of value this project reads.

Run with h5py in the folder of this file: python make_h5py_fixture.py
"""

import h5py
import numpy as np

with h5py.File("h5py-written.h5", "w") as file:
    file.attrs["text"] = "variable, UTF-8: κ_N"
    file.attrs["bytes"] = np.bytes_(b"fixed, ASCII")
    file.attrs["texts"] = ["none", "skip_connect", ""]
    file.attrs["yes"] = True
    file.attrs["no"] = np.bool_(False)
    file.attrs["python_int"] = -7
    file.attrs["python_float"] = 0.1
    file.attrs["uint8"] = np.uint8(255)
    file.attrs["uint64"] = np.uint64(2**64 - 1)
    file.attrs["matrix"] = np.arange(6, dtype=np.int16).reshape(2, 3)
    file.attrs["empty"] = h5py.Empty("f8")

    numbers = file.create_group("numbers")
    numbers["float16"] = np.array([0.5, -2.0], dtype=np.float16)
    numbers["float32"] = np.array([[0.1, 1e30], [-0.0, np.inf]], dtype=np.float32)
    numbers["big_endian_float64"] = np.array([1 / 3, np.nan], dtype=">f8")
    numbers["int8"] = np.array([-128, 127], dtype=np.int8)
    numbers["big_endian_int32"] = np.array([-(2**31), 2**31 - 1], dtype=">i4")
    numbers["int64"] = np.array([-(2**63), 2**63 - 1])
    numbers["uint32"] = np.array([0, 2**32 - 1], dtype=np.uint32)
    numbers["bool"] = np.array([True, False, True])
    numbers["scalar"] = 2.5
    numbers["complex"] = np.array([1 + 2j])
    numbers.create_dataset("no_rows", shape=(0, 4), dtype="f4")
    images = np.arange(10 * 3 * 2 * 2, dtype=np.uint8).reshape(10, 3, 2, 2)
    numbers.create_dataset("images", data=images, chunks=(4, 3, 2, 2), compression="gzip", shuffle=True)

    strings = file.create_group("strings")
    strings.create_dataset("variable_utf8", data=["κ", "", "nor_conv_3x3"], dtype=h5py.string_dtype("utf-8"))
    strings.create_dataset("variable_ascii", data=[b"a", b"bc"], dtype=h5py.string_dtype("ascii"))
    strings.create_dataset("fixed_ascii", data=np.array([b"a", b"bcd"], dtype="S3"))
    fixed = np.array(["κ".encode(), b"abcd"], dtype=h5py.string_dtype("utf-8", 4))
    strings.create_dataset("fixed_utf8", data=fixed)
    strings.create_dataset("not_utf8", data=np.array([b"\xff\xfe"], dtype="S2"))
    strings["scalar"] = "one"
    for name, padding in [("space_padded", h5py.h5t.STR_SPACEPAD), ("null_terminated", h5py.h5t.STR_NULLTERM)]:
        kind = h5py.h5t.C_S1.copy()
        kind.set_size(4)
        kind.set_strpad(padding)
        low = h5py.h5d.create(strings.id, name.encode(), kind, h5py.h5s.create_simple((2,)))
        text = [b"a   ", b"bc  "] if padding == h5py.h5t.STR_SPACEPAD else [b"a\0xx", b"bcd\0"]
        low.write(h5py.h5s.ALL, h5py.h5s.ALL, np.array(text, dtype="S4"), mtype=kind)

    file["soft"] = h5py.SoftLink("/numbers/scalar")
    file["dangling"] = h5py.SoftLink("/nowhere")
