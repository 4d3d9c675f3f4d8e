"""PyTorch's side of the comparison of ranks: the same network under DistributedDataParallel over Gloo.

Takes one training step on its rows of a batch of 128 for each line on its standard input, and answers with the
seconds and the loss of its rows.
"""

import argparse
import sys
import time

import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel

from pytorch_peer import Program


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    dist.init_process_group("gloo")
    program = Program(channels_last=True)
    rows = slice(
        dist.get_rank() * 128 // dist.get_world_size(), (dist.get_rank() + 1) * 128 // dist.get_world_size()
    )
    program.inputs[128] = [values[rows] for values in program.batch(128)]
    program.forward = DistributedDataParallel(program.network, bucket_cap_mb=25, gradient_as_bucket_view=True)
    print("ready", flush=True)
    for _ in sys.stdin:
        started = time.perf_counter()
        loss = program.step()
        print(f"{time.perf_counter() - started:.6f} 0 {loss:.9f}", flush=True)
    dist.destroy_process_group()


if __name__ == "__main__":
    main()
