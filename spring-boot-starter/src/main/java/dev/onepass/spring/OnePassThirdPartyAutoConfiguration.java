// SPDX-License-Identifier: Apache-2.0
package dev.onepass.spring;

import static dev.onepass.spring.MissingSettingException.require;

import dev.onepass.ports.thirdparty.PaymentGateway;
import dev.onepass.thirdparty.HttpPaymentGateway;
import dev.onepass.thirdparty.ThirdPartyConfig;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The third party over HTTP, unless a bean is the gateway. */
@AutoConfiguration(before = OnePassAutoConfiguration.class)
@EnableConfigurationProperties(OnePassProperties.class)
class OnePassThirdPartyAutoConfiguration {

  private static final String PREFIX = "onepass.third-party.";
  private static final String INSTEAD =
      "In tests, declare a PaymentGateway as a bean instead, such as"
          + " dev.onepass.memory.InMemoryThirdParty.";

  @Bean
  @ConditionalOnMissingBean(PaymentGateway.class)
  HttpPaymentGateway onePassPaymentGateway(OnePassProperties properties) {
    OnePassProperties.ThirdParty given = properties.thirdParty();
    return HttpPaymentGateway.open(
        ThirdPartyConfig.of(
                needed(given.payUrl(), "pay-url", "takes money from an external account"),
                needed(given.beginUrl(), "begin-url", "announces a batch"),
                needed(given.finishUrl(), "finish-url", "announces the end of a batch"),
                needed(given.id(), "id", "who we are to the third party"),
                needed(given.token(), "token", "our token at the third party"))
            .withFinishStyle(given.finishStyle()));
  }

  private static <T> T needed(@Nullable T value, String property, String meaning) {
    return require(value, PREFIX + property, meaning, INSTEAD);
  }
}
