#!/usr/bin/env bash
# Copies the libraries of the page from npm into its resources: as they are published, but for the
# names by which they import each other, which become addresses, and uPlot's minified file, which
# becomes a module. Run it after changing a version in package.json.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
npm ci --ignore-scripts --no-audit --no-fund
from=node_modules
to=src/main/resources/io/inkwash/studio/page/vendor
mkdir -p "$to"

module() { # from, name
  sed -e 's#from"preact/hooks"#from"./hooks.js"#g' \
    -e 's#from"preact"#from"./preact.js"#g' \
    -e 's#from"@preact/signals-core"#from"./signals-core.js"#g' \
    -e '/^\/\/# sourceMappingURL/d' -e 's#//\# sourceMappingURL=.*$##' \
    "$from/$1" >"$to/$2"
}
module preact/dist/preact.mjs preact.js
module preact/hooks/dist/hooks.mjs hooks.js
module @preact/signals/dist/signals.mjs signals.js
module @preact/signals-core/dist/signals-core.mjs signals-core.js
module htm/dist/htm.mjs htm.js
module uplot/dist/uPlot.iife.min.js uplot.js
printf 'export default uPlot;\n' >>"$to/uplot.js"
cp "$from/uplot/dist/uPlot.min.css" "$to/uplot.css"

version() { node -p "require('./$from/$1/package.json').version"; }
{
  echo 'The libraries of the page, from npm, with their licenses.'
  for library in preact htm @preact/signals @preact/signals-core uplot; do
    printf '\n\n== %s %s ==\n\n' "$library" "$(version "$library")"
    cat "$from/$library/LICENSE"
  done
} >"$to/LICENSES.txt"
