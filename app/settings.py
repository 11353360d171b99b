"""Settings of a server: each also as an environment variable ELEVENLINES_NAME."""

import os
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


def _cores() -> int:
    return max(1, os.cpu_count() or 1)


class Settings(BaseSettings):
    """What a server runs with. Every cost has a limit here or in core.spec.limits."""

    model_config = SettingsConfigDict(env_prefix="ELEVENLINES_", extra="ignore", frozen=True)

    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(8000, ge=0, le=65_535, description="port to listen on; 0 takes a free one")
    data: Path = Field(Path("data"), description="folder of the store")
    allowed_hosts: list[str] = Field(
        default=[], description="further names by which the server may be called, as a JSON list; '*' for any"
    )
    allowed_origins: list[str] = Field(
        default=[], description="other sites whose pages may use the API, as a JSON list of origins"
    )
    token: str | None = Field(None, description="asked for on other addresses; made and printed if unset")
    workers: int = Field(default_factory=_cores, ge=1, le=64, description="processes that train")
    worker_memory: int = Field(4 * 1024**3, ge=512 * 1024**2, description="bytes of address space of a worker")
    live_runs: int = Field(64, ge=1, description="runs that train at once")
    queued_runs: int = Field(1_000, ge=0, description="runs that wait for their turn")
    body_limit: int = Field(
        16_000_000, ge=1_000, description="bytes of a request's body; 10,000 rows of 50 columns take 12,000,000"
    )
    bodies_limit: int = Field(128_000_000, ge=1_000, description="bytes of all bodies that are here at once")
    event_streams: int = Field(256, ge=1, description="open streams, of events and of surfaces")
    sockets: int = Field(256, ge=1, description="open sockets: pages that go through epochs hold one each")
