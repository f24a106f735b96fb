#!/bin/sh
# A browser for the tests: $CHROMIUM, one that is installed, Debian's, or Playwright's download.
set -eu
if [ -n "${CHROMIUM:-}" ] || command -v chromium-headless-shell >/dev/null; then
  exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing Chromium / Installation de Chromium…"
  # Without windows of its own: a new page costs a fifth. Where a release has no such package, the whole browser.
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq || true
  if apt-get install -y -qq chromium-headless-shell fonts-dejavu-core >/dev/null 2>&1 ||
    apt-get install -y -qq chromium fonts-dejavu-core >/dev/null; then
    exit 0
  fi
fi
if command -v chromium >/dev/null || command -v google-chrome >/dev/null; then
  exit 0
fi
if "${PY:-python3}" -m playwright install chromium; then
  exit 0
fi
echo "No browser for the tests. Install Chromium, or set CHROMIUM to its path." >&2
echo "Aucun navigateur pour les tests. Installez Chromium, ou donnez son chemin dans CHROMIUM." >&2
exit 1
