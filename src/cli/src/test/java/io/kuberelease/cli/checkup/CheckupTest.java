package io.kuberelease.cli.checkup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class CheckupTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void isGoodWhenAllIsGood() {
        assertThat(report(check("a", () -> Finding.good("fine")), check("long", () -> Finding.good("too"))))
                .isTrue();

        assertThat(out.toString(UTF_8).lines()).containsExactly("✔ a     fine", "✔ long  too");
    }

    @Test
    void tellsWhatIsLackingHowToGetItAndGoesOn() {
        Check lacking = check("git", () -> Finding.lacking("not there", "install git"));
        Check throwing = check("x", () -> {
            throw new ReleaseException.Failed(
                    Cause.of(CauseKind.ACCESS_DENIED, "refused").suggesting("log in"));
        });

        assertThat(report(lacking, throwing, check("c", () -> Finding.good("fine"))))
                .isFalse();

        assertThat(out.toString(UTF_8).lines())
                .containsExactly(
                        "✖ git  not there",
                        "       perhaps you should install git",
                        "✖ x    refused",
                        "       perhaps you should log in",
                        "✔ c    fine");
    }

    @Test
    void anOldJavaIsLacking() {
        assertThat(new JavaCheck(Runtime.Version.parse("11.0.2")).look().good()).isFalse();
        assertThat(new JavaCheck(Runtime.Version.parse("17")).look().good()).isTrue();
    }

    private boolean report(Check... checks) {
        return new Checkup(List.of(checks), Runnable::run).report(new PrintStream(out, true, UTF_8));
    }

    private static Check check(String name, Supplier<Finding> look) {
        return new Check() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Finding look() {
                return look.get();
            }
        };
    }
}
