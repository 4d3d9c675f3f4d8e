"""The DDPM of many tutorials as a plain PyTorch program: AdamW at 2e-4, batches of 128, 1000 noise levels, no average of
the weights. It trains on MNIST for some minutes or steps and saves its weights, which Inkwash reads. Several lengths are
moments of one training, since nothing in it depends on its length:

    python plain_program.py --data FOLDER --minutes 6 60 --out plain
    inkwash import plain-60.pth --recipe ddpm --out runs/plain
"""

import argparse
import gzip
import pathlib
import time

import torch
from torch import nn

import peer_networks


def digits(folder):
    """MNIST's training images, [60000,1,28,28] from -1 to 1."""
    for name in ["train-images-idx3-ubyte", "train-images.idx3-ubyte"]:
        for path in sorted(pathlib.Path(folder).rglob(name + "*")):
            if "fashion" not in str(path).lower():
                content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
                pixels = torch.frombuffer(bytearray(content[16:]), dtype=torch.uint8)
                return pixels.view(-1, 1, 28, 28).float() / 127.5 - 1
    raise SystemExit(f"plain_program: {folder} holds no train-images-idx3-ubyte; name the folder of MNIST by --data")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, help="a folder that holds MNIST")
    parser.add_argument("--minutes", type=int, nargs="+", default=[60], help="when to save")
    parser.add_argument("--steps", type=int, nargs="+", help="when to save, instead of minutes")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", required=True, help="weights go to OUT-N.pth, N minutes or steps")
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    images = digits(options.data)
    network = peer_networks.SimpleUNet()
    torch.manual_seed(options.seed)
    for module in network.modules():
        if hasattr(module, "reset_parameters"):
            module.reset_parameters()
    alphas_cumprod = torch.cumprod(1 - torch.linspace(1e-4, 0.02, 1000), dim=0)
    optimizer = torch.optim.AdamW(network.parameters(), lr=2e-4)
    criterion = nn.MSELoss()
    moments = sorted(options.steps or options.minutes)
    started = time.monotonic()
    step = 0
    while True:
        for rows in torch.randperm(len(images)).split(128):
            x0 = images[rows]
            t = torch.randint(0, 1000, (len(x0),))
            noise = torch.randn_like(x0)
            alpha = alphas_cumprod[t].view(-1, 1, 1, 1)
            loss = criterion(network(alpha.sqrt() * x0 + (1 - alpha).sqrt() * noise, t), noise)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            step += 1
            minutes = (time.monotonic() - started) / 60
            if step % 20 == 0:
                print(f"step {step}  loss {loss.item():.4f}  {minutes:.1f} minutes", flush=True)
            if (step if options.steps else minutes) >= moments[0]:
                out = f"{options.out}-{moments.pop(0)}.pth"
                torch.save(network.state_dict(), out)
                print(f"saved: step {step}, {minutes:.1f} minutes, {out}", flush=True)
                if not moments:
                    return


if __name__ == "__main__":
    main()
