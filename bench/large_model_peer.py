"""Steps of Stable Diffusion 1's U-Net by PyTorch and diffusers, at 512x512 pixels, of one batch of two
evaluations each, with random weights: what bench/large-model.sh measures of Inkwash.

    large_model_peer.py STEPS PRECISION...
"""

import sys
import time

import torch
from diffusers import UNet2DConditionModel

steps = int(sys.argv[1])
torch.backends.nnpack.set_flags(False)  # it warns at each layer where a processor lacks it
with torch.device("meta"):
    network = UNet2DConditionModel(sample_size=64, cross_attention_dim=768, attention_head_dim=8)
network = network.to_empty(device="cpu").eval()
with torch.no_grad():
    for name, weight in network.named_parameters():
        norm = weight.dim() == 1 and name.endswith("weight")
        weight.fill_(1) if norm else weight.uniform_(-0.02, 0.02)
for precision in sys.argv[2:]:
    kind = {"fp32": torch.float32, "bf16": torch.bfloat16}[precision]
    network = network.to(kind)
    latents = torch.randn(2, 4, 64, 64, dtype=kind)
    text = torch.randn(2, 77, 768, dtype=kind)
    wall, cpu = time.perf_counter(), time.process_time()
    with torch.no_grad():
        for step in range(steps):
            network(latents, torch.full((2,), 900 - step), text)
    print(
        "PyTorch %s %s, %d steps of a batch of two: %.1f s a step, %.1f s of processors; threads: %d" % (
            torch.__version__, precision, steps, (time.perf_counter() - wall) / steps,
            (time.process_time() - cpu) / steps, torch.get_num_threads()))
    with open("/proc/self/status") as status:
        print(", ".join(" ".join(line.split()) for line in status
                        if line.startswith(("VmHWM", "Rss"))))
