#!/bin/sh
# LibreOffice Impress, which opens the PowerPoint decks in a test: $SOFFICE, one that is installed, or Debian's.
set -eu
if [ -n "${SOFFICE:-}" ] || command -v soffice >/dev/null || command -v libreoffice >/dev/null; then
  exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing LibreOffice Impress (80 MB) / Installation de LibreOffice Impress (80 Mo)…"
  if apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    libreoffice-impress-nogui >/dev/null; then
    exit 0
  fi
fi
echo "No LibreOffice for the test of the PowerPoint decks: it will fail. Install LibreOffice Impress (on Debian," >&2
echo "as root: apt-get install libreoffice-impress-nogui), or set SOFFICE to the path of soffice." >&2
echo "Pas de LibreOffice pour le test des présentations PowerPoint : il échouera. Installez LibreOffice Impress" >&2
echo "(sous Debian, en root : apt-get install libreoffice-impress-nogui), ou donnez son chemin dans SOFFICE." >&2
