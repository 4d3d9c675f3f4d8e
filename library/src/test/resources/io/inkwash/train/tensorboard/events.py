"""Writes events.tfevents with TensorBoard's own writer and messages (tensorboard 2.21.0).

python events.py
"""

import struct
import zlib

from tensorboard.compat.proto import event_pb2, summary_pb2
from tensorboard.summary.writer.record_writer import RecordWriter


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height):
    rows = b"".join(b"\0" + bytes(range(width)) for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows, 9))
        + chunk(b"IEND", b"")
    )


def summary(time, step, **value):
    values = [summary_pb2.Summary.Value(**value)]
    return event_pb2.Event(wall_time=time, step=step, summary=summary_pb2.Summary(value=values))


picture = png(3, 2)
open("samples.png", "wb").write(picture)
image = summary_pb2.Summary.Image(
    height=2, width=3, colorspace=3, encoded_image_string=picture
)
start = event_pb2.SessionLog(status=event_pb2.SessionLog.START)
with open("events.tfevents", "wb") as file:
    writer = RecordWriter(file)
    for event in [
        event_pb2.Event(wall_time=1.5, file_version="brain.Event:2"),
        event_pb2.Event(wall_time=2.5, step=301, session_log=start),
        summary(2.5, 301, tag="loss", simple_value=0.125),
        summary(3.25, 70000, tag="loss/kl", simple_value=-1e-7),
        summary(3.25, 70000, tag="samples", image=image),
    ]:
        writer.write(event.SerializeToString())
    writer.flush()
