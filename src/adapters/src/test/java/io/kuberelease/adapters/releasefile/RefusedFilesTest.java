package io.kuberelease.adapters.releasefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RefusedFilesTest {
    private static final String IMAGE = "image: {repository: eu.gcr.io/acme/polls}\n";
    private static final String STAGING = IMAGE + "environments: {staging: {cluster: a}}\n";
    private static final String TESTED = STAGING + "test: {command: [make, test]}\n";

    static Stream<Arguments> files() {
        return Stream.of(
                bad(
                        staging("freeze: [{from: Fri 16:00, to: 2026-12-24}]"),
                        "4:36: environments.staging.freeze[0].to \"2026-12-24\" is written otherwise than from → use a day of the week, for example Mon 08:00"),
                bad(
                        staging("freeze: {from: Fry 16:00, to: Mon}"),
                        "4:20: environments.staging.freeze.from \"Fry 16:00\" is not valid → use a day of the week, a date or neither, and a time, for example Fri 16:00, 2026-12-23 12:00 or 22:00"),
                bad(
                        staging("freeze: {from: Fri 16:00, to: Fri 25:00}"),
                        "4:35: environments.staging.freeze.to \"Fri 25:00\" is not valid → use a day of the week, a date or neither, and a time, for example Fri 16:00, 2026-12-23 12:00 or 22:00"),
                bad(
                        staging("freeze: {from: 2026-12-24, to: 2026-12-23}"),
                        "4:36: environments.staging.freeze.to \"2026-12-23\" is not after from → use a later date"),
                bad(
                        staging("freeze: {from: \"08:00\", to: \"08:00\"}"),
                        "4:33: environments.staging.freeze.to \"08:00\" is the same as from → use another time"),
                bad(
                        staging("freeze: {from: Fri 16:00}"),
                        "4:5: environments.staging.freeze.to is missing → say when it ends, for example Mon 08:00"),
                bad(
                        staging("freeze: {from: Fri, to: Mon, zone: Europe/Berlim}"),
                        "4:40: environments.staging.freeze.zone \"Europe/Berlim\" is not valid → use Europe/Berlin"),
                bad(
                        staging("soak: 30m"),
                        "4:11: environments.staging.soak \"30m\" asks for time in an environment before, but staging comes after none → name one with after, or remove soak"),
                bad(
                        staging("onFailure: rollback"),
                        "4:16: environments.staging.onFailure \"rollback\" is not valid → use one of keep, return"),
                bad(
                        "nonsense",
                        "1:1: the file \"nonsense\" is a single value where a mapping is expected → write it with the keys app, image, images, datastores, test, chart, helm, environments, clusters, preview, notify"),
                bad(
                        "- app",
                        "1:1: the file is a list where a mapping is expected → write it with the keys app, image, images, datastores, test, chart, helm, environments, clusters, preview, notify"),
                bad(
                        "app: polls",
                        "1:1: image.repository is missing → say where the image is pushed, for example eu.gcr.io/acme/polls"),
                bad(IMAGE + "aap: polls", "2:1: aap is not a key of the release file → did you mean app?"),
                bad(
                        IMAGE + "dockerfile: Dockerfile",
                        "2:1: dockerfile is not a key of the release file → it belongs in image"),
                bad(
                        IMAGE + "entirely: else",
                        "2:1: entirely is not a key of the release file → use one of app, image, images, datastores, test, chart, helm, environments, clusters, preview, notify"),
                bad(
                        IMAGE + "app: Polls_App",
                        "2:6: app \"Polls_App\" is not valid → use at most 53 lower-case letters, digits and dashes, beginning with a letter"),
                bad(IMAGE + "app: [polls]", "2:6: app is a list where one value is expected → write one value"),
                bad(
                        IMAGE + "app: true",
                        "2:6: app \"true\" is a truth value where a text is expected → put it in quotes when it is meant as a text"),
                bad(
                        IMAGE + "app:",
                        "2:5: app has no value → give it one or remove the line; # begins a comment unless it stands in quotes"),
                bad(IMAGE + "app: a\napp: b", "3:1: app is written twice, first in line 2 → keep one of them"),
                bad(
                        "image: eu.gcr.io/acme/polls",
                        "1:8: image \"eu.gcr.io/acme/polls\" is a single value where a mapping is expected → write it with the keys repository, createRepository, tags, context, dockerfile, target, args, secrets, caBundle, builder, platforms, prefetch, values"),
                bad(
                        "image: {repository: eu.gcr.io/acme/Polls}",
                        "1:21: image.repository \"eu.gcr.io/acme/Polls\" is not valid → use registry-host/path in lower case, without tag or digest"),
                bad(
                        "image: {repository: \"eu.gcr.io/acme/polls:1.0\"}",
                        "1:21: image.repository \"eu.gcr.io/acme/polls:1.0\" is not valid → use registry-host/path in lower case, without tag or digest"),
                bad(
                        "image: {repository: polls}",
                        "1:21: image.repository \"polls\" is not valid → use registry-host/path in lower case, without tag or digest"),
                bad(
                        "image: {repository: eu.gcr.io/acme/1polls}",
                        "1:1: app is missing, and \"1polls\", the last part of the repository, can't be its name → write app: and a name"),
                bad(
                        image("tags: [\"{verison}\"]"),
                        "3:10: image.tags[0] \"{verison}\" has the unknown placeholder {verison} → did you mean {version}?"),
                bad(
                        image("tags: [\"{x}\"]"),
                        "3:10: image.tags[0] \"{x}\" has the unknown placeholder {x} → use {version}, {branch}, {commit} or {release}"),
                bad(
                        image("tags: [\"my tag\"]"),
                        "3:10: image.tags[0] \"my tag\" becomes the tag \"my tag\", which no registry accepts → use at most 128 letters, digits, _, . and -, beginning with a letter, a digit or _"),
                bad(
                        image("tags: [kr-mine]"),
                        "3:10: image.tags[0] \"kr-mine\" begins with kr-, as retention tags do → choose another beginning"),
                bad(
                        image("tags: {a: b}"),
                        "3:9: image.tags is a mapping where a list is expected → write it in brackets: [one, two]"),
                bad(
                        image("context: ../other"),
                        "3:12: image.context \"../other\" leads out of the source → use a path inside the source, relative to the release file"),
                bad(
                        image("context: /src"),
                        "3:12: image.context \"/src\" leads out of the source → use a path inside the source, relative to the release file"),
                bad(
                        image("context: nowhere"),
                        "3:12: image.context \"nowhere\" is not there → make the directory nowhere or correct the path"),
                bad(
                        image("context: empty"),
                        "1:1: image.dockerfile is not given, and there is no file empty/Dockerfile → make that file or say where it is"),
                bad(
                        image("dockerfile: Dockerfil"),
                        "3:15: image.dockerfile \"Dockerfil\" is not there → make the file Dockerfil or correct the path"),
                bad(
                        image("dockerfile: docker/../../Dockerfile"),
                        "3:15: image.dockerfile \"docker/../../Dockerfile\" leads out of the source → use a path inside the source, relative to the release file"),
                bad(
                        image("args: [A=b]"),
                        "3:9: image.args is a list where a mapping is expected → write it as lines of name: value"),
                bad(
                        image("args: {DB_PASSWORD: hunter2}"),
                        "3:10: image.args.DB_PASSWORD looks like a secret, and build arguments stay readable in the image → use image.secrets, for example secrets: {db-password: {env: DB_PASSWORD}}"),
                bad(
                        image("args: {\"a b\": c}"),
                        "3:10: image.args.a b is not a build argument's name → use letters, digits and _"),
                bad(
                        image("args: {A: [b]}"),
                        "3:13: image.args.A is a list where one value is expected → write one value"),
                bad(
                        image("secrets: {npm: {env: NPM, file: x}}"),
                        "3:13: image.secrets.npm has two sources → write {env: NAME} for a variable or {file: path} for a file"),
                bad(
                        image("secrets: {npm: {}}"),
                        "3:13: image.secrets.npm has no source → write {env: NAME} for a variable or {file: path} for a file"),
                bad(
                        image("secrets: {npm_token: abcdef}"),
                        "3:24: image.secrets.npm_token is a single value where a mapping is expected → write it with the keys env, file"),
                bad(
                        image("secrets: {npm: {env: not-a-name}}"),
                        "3:24: image.secrets.npm.env is not valid → use the name of a variable, not its value"),
                bad(
                        image("secrets: {npm: {file: /root/.npmrc}}"),
                        "3:25: image.secrets.npm.file \"/root/.npmrc\" leads out of the source → use a path inside the source, relative to the release file"),
                bad(
                        image("secrets: {ca-bundle: {env: CA}}"),
                        "3:13: image.secrets.ca-bundle is the id of the company's certificates → use image.caBundle or another id"),
                bad(
                        image("secrets: {\"a b\": {env: CA}}"),
                        "3:13: image.secrets.a b is not a secret's id → use letters, digits, -, _ and ."),
                bad(
                        image("caBundle: certs/missing.pem"),
                        "3:13: image.caBundle \"certs/missing.pem\" is not there → make the file certs/missing.pem or correct the path"),
                bad(image("builder: buildkid"), "3:12: image.builder \"buildkid\" is not valid → use buildkit"),
                bad(
                        image("builder: kaniko"),
                        "3:12: image.builder \"kaniko\" is not valid → use one of buildkit, buildah, docker"),
                bad(
                        image("createRepository: \"yes\""),
                        "3:21: image.createRepository \"yes\" is neither true nor false → write true or false, without quotes"),
                bad(
                        image("platforms: [amd64]"),
                        "3:15: image.platforms[0] \"amd64\" is not valid → use system/architecture, for example linux/amd64"),
                bad(
                        image("values: {tag: \"image tag\"}"),
                        "3:17: image.values.tag \"image tag\" is not valid → use a dotted path of the chart's values, for example image.tag or containers.0.image"),
                bad(
                        image("values: {reference: image, tag: image.tag}"),
                        "3:30: image.values.tag can't be beside reference, which takes the whole image → leave out one of them"),
                bad(
                        image("values: {repository: image, tag: image.tag}"),
                        "3:36: image.values.tag \"image.tag\" is taken by image.values.repository already → give each its own value, or write reference: for one that takes the whole image"),
                bad(
                        image("values: {digets: a.b}"),
                        "3:12: image.values.digets is not a key of the image's chart values → did you mean digest?"),
                bad(
                        TESTED + "datastores: {postgre: 15}",
                        "4:14: datastores.postgre names no datastore that is known → did you mean postgres?"),
                bad(
                        TESTED + "datastores: {oracle: 19}",
                        "4:14: datastores.oracle names no datastore that is known → use one of postgres, mysql, mariadb, redis, mongodb, rabbitmq, elasticsearch, opensearch, or give image and port"),
                bad(
                        TESTED + "datastores: {postgres: }",
                        "4:23: datastores.postgres has no value → give it one or remove the line; # begins a comment unless it stands in quotes"),
                bad(
                        TESTED + "datastores: {postgres: \"a b\"}",
                        "4:24: datastores.postgres \"a b\" is not valid → use the tag of an image"),
                bad(
                        TESTED + "datastores: {postgres: {}}",
                        "4:14: datastores.postgres.version is missing → say which, for example 15"),
                bad(
                        TESTED + "datastores: {postgres: {version: 15, port: 5433}}",
                        "4:44: datastores.postgres.port \"5433\" can't be changed: the image of postgres decides it → leave it out, or give an image too"),
                bad(
                        TESTED + "datastores: {Main: {type: postgres, version: 15}}",
                        "4:14: datastores.Main is not a datastore's name → use at most 40 lower-case letters, digits and dashes, beginning with a letter"),
                bad(
                        TESTED + "datastores: {main: {type: postgress, version: 15}}",
                        "4:27: datastores.main.type \"postgress\" names no datastore that is known → did you mean postgres?"),
                bad(
                        TESTED + "datastores: {mail: {image: mailpit}}",
                        "4:14: datastores.mail.port is missing → say where it listens, for example 8080"),
                bad(
                        TESTED + "datastores: {mail: {image: mailpit, port: 70000}}",
                        "4:43: datastores.mail.port \"70000\" is not valid → use a number from 1 to 65535"),
                bad(
                        TESTED + "datastores: {mail: {image: \"a b\", port: 70}}",
                        "4:28: datastores.mail.image \"a b\" is not valid → use an image with its tag, for example postgres:15"),
                bad(
                        TESTED + "datastores: {mail: {image: a, port: 70, ready: {}}}",
                        "4:41: datastores.mail.ready is not one check → write {command: [...]} or {http: /path}"),
                bad(
                        TESTED + "datastores: {mail: {image: a, port: 70, ready: {http: health}}}",
                        "4:55: datastores.mail.ready.http \"health\" is not valid → use a path that begins with /"),
                bad(
                        TESTED + "datastores: {mail: {image: a, port: 70, hostNames: [Mail]}}",
                        "4:53: datastores.mail.hostNames[0] \"Mail\" is not valid → use lower-case letters, digits and dashes"),
                bad(
                        TESTED + "datastores: {mail: {image: a, port: 70, env: {1A: b}}}",
                        "4:47: datastores.mail.env.1A is not the name of a variable → use letters, digits and _, beginning with a letter"),
                bad(
                        TESTED + "datastores: {redis: 7, cache: {type: redis, version: 6}}",
                        "4:24: datastores.cache listens on port 6379 as redis does, and datastores share one pod → give one of them an image that listens on another port, and say which"),
                bad(
                        TESTED + "datastores: {redis: {version: 7, readyWithin: 5}}",
                        "4:47: datastores.redis.readyWithin \"5\" is not valid → use a number with s, m, h or d, at most 30d, for example 90s, 10m or 4h"),
                bad(
                        TESTED + "datastores: [postgres]",
                        "4:13: datastores is a list where a mapping is expected → write it as lines of name: value"),
                bad(
                        IMAGE + "test: {command: [make, test]}",
                        "2:1: test.cluster is missing → say where the tests run: a context or a configured cluster"),
                bad(
                        STAGING + "test: {}",
                        "3:1: test.command is missing → say what runs the tests, for example [make, test]"),
                bad(
                        STAGING + "test: {command: make test}",
                        "3:17: test.command \"make test\" is one text where a list is expected → write [make, test]"),
                bad(
                        STAGING + "test: {command: \"make test && echo 'ok'\"}",
                        "3:17: test.command \"make test && echo 'ok'\" is one text where a list is expected → write [sh, -c, 'make test && echo ''ok''']"),
                bad(
                        STAGING + "test: {command: []}",
                        "3:17: test.command names no program → write it as a list, for example [make, test]"),
                bad(
                        STAGING + "test: {command: [make], reports: /tmp/*.xml}",
                        "3:34: test.reports \"/tmp/*.xml\" is not valid → use a glob relative to the image's working directory, for example build/reports/*.xml"),
                bad(
                        STAGING + "test: {command: [make], reports: '*/target/surefire-reports/*.xml'}",
                        "3:34: test.reports \"*/target/surefire-reports/*.xml\" has no directory of its own before its first wildcard: a volume is put there, and would hide the app → gather the reports in one at the end of the test command, for example mkdir -p reports && cp --parents */target/surefire-reports/*.xml reports/, and write reports: reports/**/*.xml"),
                bad(
                        STAGING + "test: {command: [make], reports: 'out/[a.xml'}",
                        "3:34: test.reports \"out/[a.xml\" is no glob: Missing '] → write one, for example build/reports/*.xml"),
                bad(
                        STAGING + "test: {command: [make], within: soon}",
                        "3:33: test.within \"soon\" is not valid → use a number with s, m, h or d, at most 30d, for example 90s, 10m or 4h"),
                bad(
                        STAGING + "test: {command: [make], within: 45d}",
                        "3:33: test.within \"45d\" is not valid → use a number with s, m, h or d, at most 30d, for example 90s, 10m or 4h"),
                bad(
                        STAGING + "test: {command: [make], namespace: My_Space}",
                        "3:36: test.namespace \"My_Space\" is not valid → use at most 63 lower-case letters, digits and dashes"),
                bad(
                        IMAGE + "chart: {path: empty}",
                        "2:15: chart.path \"empty\" has no file Chart.yaml → make empty/Chart.yaml or correct the path"),
                bad(
                        IMAGE + "chart: {lint: ignore}",
                        "2:15: chart.lint \"ignore\" is not valid → use one of refuse, warn, off"),
                bad(
                        IMAGE + "chart: {path: helm}",
                        "2:15: chart.path \"helm\" is not there → make the directory helm or correct the path"),
                bad(
                        IMAGE + "chart: {repository: ftp://charts.acme.org}",
                        "2:21: chart.repository \"ftp://charts.acme.org\" is not valid → use a registry, for example oci://eu.gcr.io/acme/charts, or a ChartMuseum, for example https://charts.acme.example"),
                bad(
                        IMAGE + "environments: [staging]",
                        "2:15: environments is a list where a mapping is expected → write it as lines of name: value"),
                bad(
                        IMAGE + "environments: {staging: }",
                        "2:24: environments.staging has no value → give it one or remove the line; # begins a comment unless it stands in quotes"),
                bad(
                        IMAGE + "environments: {staging: {}}",
                        "2:16: environments.staging.cluster is missing → name a context of the kubeconfig or a configured cluster"),
                bad(
                        IMAGE + "environments: {test: {cluster: a}}",
                        "2:16: environments.test has the name of a stage → use another name, for example test-environment"),
                bad(
                        IMAGE + "environments: {Staging: {cluster: a}}",
                        "2:16: environments.Staging is not a name for an environment → use at most 40 lower-case letters, digits and dashes, beginning with a letter"),
                bad(
                        IMAGE + "environments: {staging: {clutser: a}}",
                        "2:26: environments.staging.clutser is not a key of an environment → did you mean cluster?"),
                bad(
                        environment("clusterId: 1234"),
                        "5:16: environments.staging.clusterId \"1234\" is not valid → use what kube-release pin writes"),
                bad(
                        environment("namespace: polls_staging"),
                        "5:16: environments.staging.namespace \"polls_staging\" is not valid → use at most 63 lower-case letters, digits and dashes"),
                bad(
                        environment("createNamespace: \"yes\""),
                        "5:22: environments.staging.createNamespace \"yes\" is neither true nor false → write true or false, without quotes"),
                bad(
                        environment("values: [deploy/stagin.yaml]"),
                        "5:14: environments.staging.values[0] \"deploy/stagin.yaml\" is not there → make the file deploy/stagin.yaml or correct the path"),
                bad(
                        environment("values: ../secrets.yaml"),
                        "5:13: environments.staging.values \"../secrets.yaml\" leads out of the source → use a path inside the source, relative to the release file"),
                bad(
                        environment("approval: {by: [a], within: 0s}"),
                        "5:33: environments.staging.approval.within \"0s\" is not valid → use a number with s, m, h or d, at most 30d, for example 90s, 10m or 4h"),
                bad(
                        environment("approval: true"),
                        "5:15: environments.staging.approval \"true\" is a single value where a mapping is expected → write it with the keys by, within"),
                bad(
                        environment("verify: {}"),
                        "5:5: environments.staging.verify checks nothing → give http, for example /health, or a command, or both"),
                bad(
                        environment("verify: {http: health}"),
                        "5:20: environments.staging.verify.http \"health\" is not valid → use a path that begins with /"),
                bad(
                        environment("verify: {command: smoke}"),
                        "5:23: environments.staging.verify.command \"smoke\" is one text where a list is expected → write [smoke]"),
                bad(
                        environment("verify: {http: /, service: Web}"),
                        "5:32: environments.staging.verify.service \"Web\" is not valid → use the name of a Service"),
                bad(
                        environment("readyWithin: 10"),
                        "5:18: environments.staging.readyWithin \"10\" is not valid → use a number with s, m, h or d, at most 30d, for example 90s, 10m or 4h"),
                bad(
                        environment("after: stagin"),
                        "5:12: environments.staging.after \"stagin\" is not an environment of this file → did you mean staging?"),
                bad(
                        environment("after: staging"),
                        "5:12: environments.staging.after \"staging\" makes environments wait for each other: staging → staging → name another environment, or write after: [] when it waits for none"),
                bad(
                        IMAGE + "environments: {a: {cluster: a, after: c}, b: {cluster: b}, c: {cluster: c}}",
                        "2:39: environments.a.after \"c\" makes environments wait for each other: a → c → b → a → one without after waits for the one written before it: write after: [] for the first"),
                bad(
                        IMAGE + "environments: {a: {cluster: a}, b: {cluster: a}}",
                        "2:33: environments.b has the cluster and the namespace of a → give each environment a namespace of its own"),
                bad(
                        IMAGE + "notify: {slack: {chanel: x}}",
                        "2:18: notify.slack.chanel is not a key of Slack → did you mean channel?"),
                bad(
                        IMAGE + "notify:\n  slack:\n    channel: #releases",
                        "4:13: notify.slack.channel has no value → give it one or remove the line; # begins a comment unless it stands in quotes"),
                bad(
                        IMAGE + "notify: {slack: {channel: \"two words\"}}",
                        "2:27: notify.slack.channel \"two words\" is not valid → use a channel's name or id, for example \"#releases\""),
                bad(
                        IMAGE + "notify: {mail: a@b}",
                        "2:10: notify.mail is not a key of the notifications → use one of slack, webhook"),
                bad(
                        IMAGE + "notify: {webhook: {}}",
                        "2:10: notify.webhook.url is missing → say where, for example https://light.example.com/release"),
                bad(
                        IMAGE + "notify: {webhook: {url: \"https://me:secret@light.example.com/\"}}",
                        "2:25: notify.webhook.url \"https://me:secret@light.example.com/\" is not valid → use an address without user, query and fragment, for example https://light.example.com/release"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void whatIsWrongIsToldWithPlaceFieldValueReasonAndFix(String file, String expected) {
        String told = Compiled.lines(Compiled.file(file).problems()).stream()
                .map(line -> line.replace("kube-release.yaml:", ""))
                .collect(Collectors.joining("\n"));

        assertThat(told).isEqualTo(expected);
    }

    private static Arguments bad(String file, String expected) {
        return Arguments.of(file, expected);
    }

    private static String image(String more) {
        return "image:\n  repository: eu.gcr.io/acme/polls\n  " + more;
    }

    private static String environment(String more) {
        return IMAGE + "environments:\n  staging:\n    cluster: a\n    " + more;
    }

    private static String staging(String line) {
        return IMAGE + "environments:\n  staging:\n    " + line + "\n    cluster: a\n";
    }
}
