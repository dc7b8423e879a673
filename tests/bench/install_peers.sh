#!/usr/bin/env bash
# Installs the converters that `make bench` measures beside plancmp, each in an environment of its own below .bench/.
# Nothing here is needed to use, test or build plancmp.
set -euo pipefail
cd "$(dirname "$0")/../.."
for peer in docling markitdown pdfplumber; do
  folder=.bench/$peer
  [ -e "$folder/.ready" ] && continue
  python3 -m venv "$folder"
  case $peer in
    docling) packages=(docling) ;;
    markitdown) packages=('markitdown[docx]') ;;
    pdfplumber) packages=(pdfplumber) ;;
  esac
  "$folder/bin/python" -m pip install --quiet --disable-pip-version-check "${packages[@]}"
  touch "$folder/.ready"
done
