package io.kuberelease.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallArgumentsTest {
    @Test
    void whatIsBlankIsNotGivenAndTheRestHasNoBlanksAround() {
        Map<String, Object> missing = new HashMap<>();
        missing.put("to", null);

        assertThat(CallArguments.withoutBlanks(missing)).isEmpty();
        assertThat(CallArguments.withoutBlanks(
                        Map.of("to", " production ", "version", "", "image", " ", "values", List.of(), "wait", false)))
                .isEqualTo(Map.of("to", "production", "values", List.of(), "wait", false));
    }
}
