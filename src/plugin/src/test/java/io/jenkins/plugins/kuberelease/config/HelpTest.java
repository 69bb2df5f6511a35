package io.jenkins.plugins.kuberelease.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Beside every field on the pages there is a question mark that answers. */
class HelpTest {

    @ParameterizedTest
    @ValueSource(
            classes = {
                KubeReleaseConfiguration.class,
                FolderSettings.class,
                ConfiguredCluster.class,
                ConfiguredRegistry.class
            })
    void everyFieldHasHelp(Class<?> described) {
        List<String> fields = Stream.concat(set(described), given(described)).toList();

        assertThat(fields).hasSizeGreaterThanOrEqualTo(2).allSatisfy(field -> assertThat(
                        described.getResource(described.getSimpleName() + "/help-" + field + ".html"))
                .as(field)
                .isNotNull());
    }

    private static Stream<String> set(Class<?> described) {
        return Arrays.stream(described.getMethods())
                .filter(method -> method.isAnnotationPresent(DataBoundSetter.class))
                .map(method -> method.getName().substring("set".length()))
                .map(name -> name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1));
    }

    private static Stream<String> given(Class<?> described) {
        return Arrays.stream(described.getConstructors())
                .filter(constructor -> constructor.isAnnotationPresent(DataBoundConstructor.class))
                .flatMap(constructor -> Arrays.stream(constructor.getParameters()))
                .map(Parameter::getName);
    }
}
