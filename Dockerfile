# docker build -t wiretwin . && docker run -p 8443:8443 -p 8080:8080 -v wiretwin:/data wiretwin
#
# BuildKit keeps the crates and what was compiled of them in caches beside the layers, so a change
# in src/ compiles this package alone.
FROM rust:1-slim-trixie AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,id=wiretwin-registry,target=/usr/local/cargo/registry,sharing=locked \
    --mount=type=cache,id=wiretwin-target,target=/src/target,sharing=locked \
    cargo build --profile dist --locked --bin wiretwin \
    && install -D target/dist/wiretwin /out/wiretwin \
    && install -d /out/data

FROM debian:trixie-slim
LABEL org.opencontainers.image.title="wiretwin" \
      org.opencontainers.image.description="An ExtraHop-compatible REST API server emulator that keeps state and simulates the network behind it"

COPY --from=build /out/wiretwin /usr/local/bin/wiretwin
# A new volume gets the owner of the folder that it is laid over.
COPY --from=build --chown=10001:10001 /out/data /data

ENV WIRETWIN_DATABASE=sqlite:///data/wiretwin.db \
    WIRETWIN_LISTEN=0.0.0.0:8443 \
    WIRETWIN_HTTP_LISTEN=0.0.0.0:8080

USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8443 8080

HEALTHCHECK --interval=5s --timeout=3s --start-period=10s \
    CMD ["wiretwin", "health"]

ENTRYPOINT ["wiretwin"]
CMD ["serve"]
