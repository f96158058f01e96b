# syntax=docker/dockerfile:1
# SPDX-License-Identifier: Apache-2.0

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -q -pl tools/cli -am -Dmaven.test.skip -Dmaven.javadoc.skip -Dmaven.source.skip \
      -Dspotless.check.skip package

FROM eclipse-temurin:25-jre
# A fixed number, so that volumes keep their owner; no shell, no home to write to.
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin onepass \
    && install -d -o onepass -g onepass /onepass/data
WORKDIR /onepass
COPY --from=build /source/tools/cli/target/server-lib lib/
COPY --from=build /source/tools/cli/target/onepass-cli.jar ./
COPY config config/
COPY LICENSE NOTICE ./
LABEL org.opencontainers.image.title="One-Pass" \
    org.opencontainers.image.description="A ledger of user balances, and an engine that sweeps external accounts into it" \
    org.opencontainers.image.licenses="Apache-2.0"
USER 10001
EXPOSE 40008
# The server writes there where it listens, whatever the configuration says.
ENV ONEPASS_ADDRESS_FILE=/tmp/onepass.address
# In bash, so that the image needs no HTTP client and no second JVM every ten seconds.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/$(<$ONEPASS_ADDRESS_FILE) && printf 'GET /health/live HTTP/1.0\\r\\n\\r\\n' >&3 && read -r status <&3 && [[ $status == *' 200 '* ]]"]
# The collector and the headers by measurement: docs/performance.md.
ENTRYPOINT ["java", "-XX:+UseParallelGC", "-XX:+UseCompactObjectHeaders", "-XX:MaxRAMPercentage=70", "-XX:+ExitOnOutOfMemoryError", "-Dfile.encoding=UTF-8", "-jar", "onepass-cli.jar"]
CMD ["serve"]
