package io.kuberelease.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.request.Node;
import io.kuberelease.request.Place;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DatastoresCompilerTest {
    private static final Place HERE = new Place("withDatastores", 0, 0);

    private final DatastoresCompiler compiler = new DatastoresCompiler(new DatastoreCatalogue());

    @Test
    void readsNamesAndVersionsInTheirOrder() {
        List<DatastoreSpec> known = compiler.compile(mapping("redis", "7", "postgres", "15"))
                .orElseThrow(problems -> new IllegalStateException(problems.toString()));

        assertThat(known).extracting(DatastoreSpec::image).containsExactly("redis:7", "postgres:15");
    }

    @Test
    void tellsEverythingThatIsWrongAtOnceWithWhatWasMeant() {
        List<Problem> problems = compiler.compile(mapping("postgre", "15", "redis", "7 or so", "mongodb", "7"))
                .problems();

        assertThat(problems).extracting(Problem::field).containsExactly("postgre", "redis");
        assertThat(problems.get(0).fix()).isEqualTo("did you mean postgres?");
    }

    private static Node.Mapping mapping(String... pairs) {
        return new Node.Mapping(
                HERE,
                Stream.iterate(0, at -> at < pairs.length, at -> at + 2)
                        .map(at ->
                                new Node.Entry(HERE, pairs[at], new Node.Scalar(HERE, pairs[at + 1], Node.Type.TEXT)))
                        .toList());
    }
}
