"""Writes ema_warmups.txt: the decays of diffusers' EMAModel and of k-diffusion's EMAWarmup.

Run with the paths of checkouts of huggingface/diffusers (58eb52c) and crowsonkb/k-diffusion (4601bf0):

    python ema_warmups.py DIFFUSERS K_DIFFUSION > ema_warmups.txt

Only the two classes are run, without what their files import. The decays are those of updates 1, 2, ...
"""

import ast
import sys

UPDATES = [1, 2, 3, 7, 30, 500, 20000]


def loaded(path, name):
    tree = ast.parse(open(path).read())
    found = next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == name)
    for function in found.body:
        if isinstance(function, ast.FunctionDef):
            function.decorator_list = []
            function.returns = None
            for argument in function.args.args:
                argument.annotation = None
    space = {}
    exec(compile(ast.Module([found], []), path, "exec"), space)
    return space[name]


def show(name, values):
    print(name, "=", " ".join(repr(float(value)) for value in values))


def diffusers(name, **settings):
    model = object.__new__(EMAModel)
    model.__dict__.update(
        dict(decay=0.9999, min_decay=0.0, update_after_step=0, use_ema_warmup=False, inv_gamma=1.0, power=2 / 3))
    model.__dict__.update(settings)
    show(name, [model.get_decay(update) for update in UPDATES])


def k_diffusion(name, **settings):
    schedule = EMAWarmup(**settings)
    values = []
    for update in range(1, UPDATES[-1] + 1):
        if update in UPDATES:
            values.append(schedule.get_value())
        schedule.step()
    show(name, values)


EMAModel = loaded(sys.argv[1] + "/src/diffusers/training_utils.py", "EMAModel")
EMAWarmup = loaded(sys.argv[2] + "/k_diffusion/utils.py", "EMAWarmup")
print("# diffusers 58eb52c, k-diffusion 4601bf0; made by ema_warmups.py")
show("updates", UPDATES)
diffusers("diffusers")
diffusers("diffusers.after", update_after_step=5)
diffusers("diffusers.warmup", use_ema_warmup=True)
diffusers("diffusers.warmup.after", use_ema_warmup=True, inv_gamma=3.0, power=0.75, update_after_step=5)
k_diffusion("k", power=0.75, max_value=0.9999)
k_diffusion("k.after", inv_gamma=2.0, power=0.6, max_value=0.999, start_at=4)
