// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.onepass.ports.model.Money;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {

  /** The reference's file, with other values for what is secret in it. */
  private static final String REFERENCE =
      """
      kingstar:
        id: "40008"
        token: "not-the-real-token"

      server:
        ip: "172.16.0.7"
        baseUrl: "http://172.16.0.7:40008"

      gitlab:
        url: "http://192.0.2.1/somebody/one-pass.git"

      # API接口配置
      api:
        payUrl: "http://192.0.2.2/thirdpart/onePass/pay"
        batchPayBeginUrl: "http://192.0.2.2/thirdpart/onePass/batchPayBegin"
        batchPayFinishUrl: "http://192.0.2.2/thirdpart/onePass/batchPayFinish"

      # 数据库配置
      mysql:
        dsn: "root:not-the-real-one@tcp(mysql:3306)/onepass?charset=utf8mb4&parseTime=True&loc=Local"

      # Redis配置
      redis:
        addr: "redis:6379"
        password: ""
        db: 0
      """;

  @TempDir private Path directory;

  @Test
  void theReferenceFileIsAcceptedAsItStands() {
    Settings settings = load(REFERENCE);

    assertThat(settings.kingstar())
        .isEqualTo(new Settings.Kingstar("40008", new Secret("not-the-real-token")));
    assertThat(settings.listen()).isEqualTo(new Settings.Listen("127.0.0.1", 40008));
    assertThat(settings.advertised()).contains(URI.create("http://172.16.0.7:40008"));
    assertThat(settings.thirdParty().orElseThrow().finish())
        .isEqualTo(URI.create("http://192.0.2.2/thirdpart/onePass/batchPayFinish"));
    assertThat(settings.mysql().orElseThrow().value()).startsWith("root:not-the-real-one@tcp(");
    assertThat(settings.redis())
        .contains(
            new Settings.Redis(
                List.of(new Secret("redis:6379")),
                new Secret(""),
                0,
                "onepass:",
                200_000,
                false,
                Optional.empty()));
  }

  @Test
  void nothingGivenMeansEverythingEmbeddedWithTheDefaults() {
    Settings settings = ConfigLoader.load(Optional.empty(), Map.of());

    assertThat(settings.listen()).isEqualTo(new Settings.Listen("127.0.0.1", 40008));
    assertThat(settings.mysql()).isEmpty();
    assertThat(settings.redis()).isEmpty();
    assertThat(settings.thirdParty()).isEmpty();
    assertThat(settings.dataDir()).isEqualTo(Path.of("./data"));
    assertThat(settings.limits()).isEqualTo(new Settings.Limits(500, 100, false));
    assertThat(settings.maxTransfer()).isEqualTo(Money.of("10000.00"));
    assertThat(settings.batch())
        .isEqualTo(
            new Settings.Batch(
                Money.of("10000.00"),
                Settings.FinishStyle.QUERY_AND_JSON,
                10,
                60,
                Duration.ofSeconds(30)));
  }

  @Test
  void anEmptyFileIsAsGoodAsNone() {
    assertThat(load("# nothing\n")).isEqualTo(ConfigLoader.load(Optional.empty(), Map.of()));
    assertThat(load("mysql:\n  # dsn: x\n").mysql()).isEmpty();
  }

  @Test
  void redisMayBeAClusterOrBehindSentinels() {
    assertThat(load("redis: {addr: [a:7000, b:7000], cluster: true, nearAccounts: 500}").redis())
        .contains(
            new Settings.Redis(
                List.of(new Secret("a:7000"), new Secret("b:7000")),
                new Secret(""),
                0,
                "onepass:",
                500,
                true,
                Optional.empty()));
    assertThat(
            load("redis: {addr: [a:26379, b:26379], sentinel: {master: m, password: p}}").redis())
        .contains(
            new Settings.Redis(
                List.of(new Secret("a:26379"), new Secret("b:26379")),
                new Secret(""),
                0,
                "onepass:",
                200_000,
                false,
                Optional.of(new Settings.Sentinel("m", new Secret("p")))));
  }

  /** What editors and other readers of YAML make of a file, and take from one. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\uFEFFtransfer:\n  maxAmount: 5.00\n",
        "transfer:\r\n  maxAmount: 5.00\r\n",
        "Transfer: {MAXAMOUNT: 5.00}",
        "TRANSFER:\n  maxamount: \"5.00\"",
        "transfer: {maxAmount: 5.00}\nkingstar: {id: null, token: ~}\nredis: {password: Null}",
        "transfer: {maxAmount: 5.00}\nmysql: null\nMySQL:\n  # dsn: x\n",
        "transfer: {maxAmount: 5.00}\nREDIS: embedded",
      })
  void aFileMayBeWrittenInManyWays(String yaml) {
    Settings settings = load(yaml);

    assertThat(settings.maxTransfer()).isEqualTo(Money.of("5.00"));
    assertThat(settings.kingstar()).isEqualTo(new Settings.Kingstar("", new Secret("")));
    assertThat(settings.redis()).isEmpty();
  }

  @Test
  void aNullBetweenQuotesIsAWord() {
    assertThat(load("kingstar: {token: \"null\"}").kingstar().token().value()).isEqualTo("null");
  }

  @Test
  void serversThatMayShareARedisShareTheirRateLimit() {
    assertThat(load("redis: {addr: redis:6379}").limits().shared()).isTrue();
    assertThat(load("redis: {addr: redis:6379}\nlimits: {shared: false}").limits().shared())
        .isFalse();
    assertThat(load("redis: embedded").limits().shared()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"mysql", "redis", "api"})
  void embeddedMayBeSaidOfASection(String section) {
    assertThat(load(section + ": embedded\n"))
        .isEqualTo(ConfigLoader.load(Optional.empty(), Map.of()));
  }

  @Test
  void theEnvironmentWinsOverTheFile() {
    Settings settings =
        load(
            REFERENCE,
            Map.of(
                "ONEPASS_MYSQL_DSN", "embedded",
                "ONEPASS_REDIS_ADDR", "other:6380",
                "ONEPASS_BATCH_MINCONCURRENCY", "3",
                "ONEPASS_BATCH_MAX_CONCURRENCY", "4",
                "ONEPASS_SECURITY_TOKENS", "a, b"));

    assertThat(settings.mysql()).isEmpty();
    assertThat(settings.redis().orElseThrow().addresses())
        .extracting(Secret::value)
        .containsExactly("other:6380");
    assertThat(settings.batch().minConcurrency()).isEqualTo(3);
    assertThat(settings.batch().maxConcurrency()).isEqualTo(4);
    assertThat(settings.access().tokens()).containsExactly(new Secret("a"), new Secret("b"));
  }

  @Test
  void everyKeyCanBeGivenByItsVariable() {
    for (Key key : Key.values()) {
      Map<Key, Given> given =
          EnvironmentVariables.read(Map.of(key.variable(), "x"), new ArrayList<>());

      assertThat(given).containsOnlyKeys(key);
    }
  }

  @Test
  void variablesThatAreNotSettingsAreLeftAlone() {
    assertThat(
            ConfigLoader.load(
                Optional.empty(),
                Map.of(
                    "ONEPASS_HOME", "/opt",
                    "ONEPASS_MYSQL_SERVICE_HOST", "10.0.0.1",
                    "ONEPASS_MYSQL_PORT_3306_TCP", "tcp://10.0.0.1:3306",
                    "ONEPASS_MYSQL_PORT", "tcp://10.0.0.1:3306",
                    "ONEPASS_REDIS_PORT", "udp://10.0.0.2:6379",
                    "ONEPASS_SERVER_PORT", "tcp://10.0.0.9:40008")))
        .isEqualTo(ConfigLoader.load(Optional.empty(), Map.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "'{}', 40008",
    "'server: {baseUrl: \"http://pay.example.com\"}', 40008",
    "'server: {baseUrl: \"http://pay.example.com:8080\"}', 8080",
    "'server: {baseUrl: \"http://pay.example.com:8080\", port: 9090}', 9090",
    "'server: {port: 0}', 0",
  })
  void thePortIsTheOneGivenElseTheAdvertisedElseTheDefault(String yaml, int port) {
    assertThat(load(yaml).listen().port()).isEqualTo(port);
  }

  @ParameterizedTest
  @CsvSource({
    "'{}', 127.0.0.1",
    "'security: {tokens: [t]}', 0.0.0.0",
    "'{security: {tokens: [t]}, server: {bind: 10.0.0.1}}', 10.0.0.1",
    "'security: {allowAnonymous: true}', 127.0.0.1",
    "'{security: {allowAnonymous: true}, server: {bind: 0.0.0.0}}', 0.0.0.0",
    "'server: {bind: localhost}', localhost",
    "'server: {bind: \"::1\"}', '::1'",
  })
  void withoutTokensOnlyThisMachineIsServed(String yaml, String host) {
    assertThat(load(yaml).listen().host()).isEqualTo(host);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mysql: {dns: x}|:1: unknown key mysql.dns; did you mean mysql.dsn?",
        "transfers: {maxAmount: 1}|unknown key transfers.maxAmount; did you mean transfer.maxAmount?",
        "mysqll: embedded|unknown key mysqll",
        "redis: {db: -1}|redis.db must be a whole number from 0 to 1023",
        "redis: {db: zero}|redis.db must be a whole number",
        "redis: {addr: [a:1, b:2]}|redis.addr has several servers",
        "redis: {addr: [a:1], cluster: true, db: 3}|redis.db must be 0",
        "redis: {addr: [a:1], cluster: true, sentinel: {master: m}}|do not go together",
        "redis: {sentinel: {master: m}}|need redis.addr",
        "limits: {shared: true}|limits.shared needs redis.addr to be set",
        "limits: {shared: often}|limits.shared must be true or false",
        "redis: {addr: a:1, sentinel: {name: m}}|unknown key redis.sentinel.name",
        "server: {port: 65536}|server.port must be a whole number from 0 to 65535",
        "server: {baseUrl: 'ftp://x'}|server.baseUrl must be an http or https address",
        "server: {bind: 0.0.0.0}|security.allowAnonymous: true",
        "security: {allowAnonymous: yes}|security.allowAnonymous must be true or false",
        "batch: {fastPhase: 30}|batch.fastPhase must be a time such as 500ms, 30s or 5m",
        "batch: {fastPhase: 0s}|batch.fastPhase must be a time",
        "batch: {minConcurrency: 61}|batch.minConcurrency is above batch.maxConcurrency",
        "transfer: {maxAmount: 0.001}|transfer.maxAmount must be an amount above zero",
        "transfer: {maxAmount: 1e999999999}|transfer.maxAmount must be an amount above zero",
        "api: {finishStyle: xml}|api.finishStyle must be one of query+json, query, json, form, bare",
        "api: {payUrl: 'http://x/pay'}|api.batchPayBeginUrl is needed, because api.payUrl is set",
        "api: {batchPayBeginUrl: 'http://x/'}|api.batchPayBeginUrl is set, but api.payUrl is not",
        "mysql: {dsn: ''}|mysql.dsn is empty",
        "mysql: {dsn: a, dsn: b}|mysql.dsn stands there twice",
        "mysql: {dsn: [a]}|mysql.dsn takes one value",
        "cors: {origins: {a: b}}|cors.origins takes a list",
        "mysql: other|unknown key mysql",
        "[1, 2]|sections were expected",
        "a: [|not YAML",
      })
  void whatIsWrongIsSaidWithItsPlace(String yaml, String problem) {
    assertThat(problemsOf(yaml, Map.of()))
        .anySatisfy(said -> assertThat(said).contains("config.yaml:1").contains(problem));
  }

  @Test
  void aPasswordThatIsNoYamlIsNotQuoted() {
    assertThat(problemsOf("redis:\n  password: *geheim", Map.of()))
        .singleElement()
        .asString()
        .contains("config.yaml:2", "not YAML")
        .doesNotContain("geheim");
  }

  @Test
  void aFolderThatCannotBeIsAProblem() {
    assertThat(problemsOf("", Map.of("ONEPASS_EMBEDDED_DATADIR", "a\0b")))
        .containsExactly("ONEPASS_EMBEDDED_DATADIR: embedded.dataDir must be the path of a folder");
  }

  @Test
  void problemsOfTheEnvironmentNameTheVariable() {
    assertThat(problemsOf("", Map.of("ONEPASS_MYSQL_DNS", "x")))
        .containsExactly("ONEPASS_MYSQL_DNS: unknown setting; did you mean ONEPASS_MYSQL_DSN?");
    assertThat(problemsOf("", Map.of("ONEPASS_SERVER_PORT", "http")))
        .containsExactly("ONEPASS_SERVER_PORT: server.port must be a whole number from 0 to 65535");
    assertThat(
            problemsOf("", Map.of("ONEPASS_API_FINISHSTYLE", "a", "ONEPASS_API_FINISH_STYLE", "b")))
        .anySatisfy(said -> assertThat(said).contains("both set api.finishStyle"));
  }

  @Test
  void allProblemsAreSaidAtOnce() {
    assertThat(problemsOf("mysql:\n  dns: x\nredis:\n  db: x\n", Map.of())).hasSize(2);
  }

  @Test
  void aMissingFileIsSaid() {
    var thrown =
        catchThrowableOfType(
            ConfigException.class,
            () -> ConfigLoader.load(Optional.of(directory.resolve("none.yaml")), Map.of()));

    assertThat(thrown).hasMessageContaining("none.yaml: no such file");
  }

  @Test
  void noDumpShowsASecret() {
    Settings settings =
        load(REFERENCE.replace("password: \"\"", "password: hidden") + "security: {tokens: [key]}");

    assertThat(settings.toString())
        .contains("***")
        .doesNotContain("not-the-real", "hidden", "[key]");
    assertThat(problemsOf("mysql:\n  dsn: \"root:not-the-real\n", Map.of()))
        .allSatisfy(said -> assertThat(said).doesNotContain("not-the-real"));
  }

  private Settings load(String yaml) {
    return load(yaml, Map.of());
  }

  private Settings load(String yaml, Map<String, String> environment) {
    try {
      Path file = Files.writeString(directory.resolve("config.yaml"), yaml);
      return ConfigLoader.load(Optional.of(file), environment);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> problemsOf(String yaml, Map<String, String> environment) {
    var thrown = catchThrowableOfType(ConfigException.class, () -> load(yaml, environment));
    assertThat(thrown).as("what is wrong with " + yaml).isNotNull();
    return thrown.problems();
  }
}
