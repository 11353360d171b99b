# syntax=docker/dockerfile:1
# Two stages: what is needed to install does not come along to run.
FROM python:3.11-slim-bookworm AS build
WORKDIR /build
COPY requirements.lock ./
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock
COPY tools/package/ /srv/elevenlines/
COPY app/ /srv/elevenlines/app/
COPY core/ /srv/elevenlines/core/
COPY static/ /srv/elevenlines/static/
COPY templates/ /srv/elevenlines/templates/
COPY LICENSE README.md /srv/
RUN python -m compileall -q /srv /venv/lib

FROM python:3.11-slim-bookworm
LABEL org.opencontainers.image.title="Eleven Lines" \
      org.opencontainers.image.description="Edit a truth table, press Train, and watch a neural network learn it." \
      org.opencontainers.image.licenses="MIT"
RUN useradd --system --uid 10001 --create-home --home-dir /home/elevenlines elevenlines \
 && install -d -o elevenlines -g elevenlines /data
COPY --from=build /venv /venv
COPY --from=build /srv /srv
WORKDIR /srv
# Inside a container the server listens on all addresses. So it asks for a token: its own, printed at the start, or
# ELEVENLINES_TOKEN. Under another name than localhost it answers only if ELEVENLINES_ALLOWED_HOSTS names it:
#   docker run -p 8000:8000 -v elevenlines:/data -e ELEVENLINES_ALLOWED_HOSTS='["school.example"]' elevenlines
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    ELEVENLINES_HOST=0.0.0.0 \
    ELEVENLINES_PORT=8000 \
    ELEVENLINES_DATA=/data
# The first start compiles the engine for this machine's processor and keeps it in /data: that takes some seconds.
USER elevenlines
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f\"http://127.0.0.1:{os.environ['ELEVENLINES_PORT']}/api/v1/health\", timeout=4)"]
STOPSIGNAL SIGINT
ENTRYPOINT ["python", "-m", "elevenlines.app.cli"]
CMD ["serve", "--no-browser"]
