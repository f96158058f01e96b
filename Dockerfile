# syntax=docker/dockerfile:1
# SPDX-License-Identifier: Apache-2.0

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -q -pl cli -am -Dmaven.test.skip -Dmaven.javadoc.skip -Dmaven.source.skip \
      -Dspotless.check.skip package

FROM eclipse-temurin:25-jre
# A fixed number, so that volumes keep their owner; no shell, no home to write to.
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin onepass \
    && install -d -o onepass -g onepass /onepass/data
WORKDIR /onepass
COPY --from=build /source/cli/target/lib lib/
COPY --from=build /source/cli/target/onepass-cli.jar ./
COPY config config/
USER 10001
EXPOSE 40008
# In bash, so that the image needs no HTTP client and no second JVM every ten seconds.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/40008 && printf 'GET /health/live HTTP/1.0\\r\\n\\r\\n' >&3 && read -r status <&3 && [[ $status == *' 200 '* ]]"]
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=70", "-XX:+ExitOnOutOfMemoryError", "-Dfile.encoding=UTF-8", "-jar", "onepass-cli.jar"]
CMD ["serve"]
