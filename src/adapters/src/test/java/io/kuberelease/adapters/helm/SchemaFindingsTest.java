package io.kuberelease.adapters.helm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SchemaFindingsTest {
    private static final String HEADING =
            "values don't meet the specifications of the schema(s) in the following chart(s):\napp:\n";

    @Test
    void eachValueIsNamedByItsPath() {
        String said = HEADING + "- at '': missing property 'image'\n- at '/a/b/0': got number, want string\n"
                + "- at '/replicas': got string, want integer\n";

        assertThat(SchemaFindings.in(said))
                .contains("the values do not fit the chart's values.schema.json: a.b[0]: got number, want string;"
                        + " missing property 'image'; replicas: got string, want integer");
    }

    @Test
    void theFormOfOlderHelmsIsReadToo() {
        assertThat(SchemaFindings.in(HEADING + "- (root): image is required\n- a.b: Invalid type.\n"))
                .contains("the values do not fit the chart's values.schema.json: a.b: Invalid type.;"
                        + " image is required");
    }

    @Test
    void aSchemaThatCouldNotBeFetchedIsNoValueThatDoesNotFit() {
        assertThat(SchemaFindings.in(HEADING + "failing loading \"https://e.example/a.json\": connection refused\n"))
                .isEmpty();
    }

    @Test
    void anotherErrorIsLeftAlone() {
        assertThat(SchemaFindings.in("parse error at '(x)': function \"y\" not defined"))
                .isEmpty();
    }
}
