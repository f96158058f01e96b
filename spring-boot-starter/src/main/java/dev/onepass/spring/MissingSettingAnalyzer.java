// SPDX-License-Identifier: Apache-2.0
package dev.onepass.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Has Spring Boot say what to set, in place of a stack trace. */
final class MissingSettingAnalyzer extends AbstractFailureAnalyzer<MissingSettingException> {

  @Override
  protected FailureAnalysis analyze(Throwable failure, MissingSettingException cause) {
    return new FailureAnalysis(cause.getMessage(), cause.remedy(), cause);
  }
}
