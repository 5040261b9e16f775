//! A second service: `BuildGrid` keeps what is built and gives it to others, also over TLS.

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};

use super::service::Service;
use crate::project::Project;

/// A program of Zig and C, which is quick to build.
pub(super) fn write_program(project: &Project) {
    project
        .write(
            "zbuild.json",
            r#"{ "project": { "name": "calc" }, "dependencies": {
  "zig_modules": [{ "name": "util", "path": "util" }],
  "c_sources": [{ "name": "low", "path": "c", "files": ["low.c"], "include_dirs": ["c/inc"] }] } }"#,
        )
        .write("c/low.c", "#include \"low.h\"\n#include \"values.def\"\n#include <stdint.h>\nint32_t low(void) { return VALUE; }\n")
        .write("c/values.def", "#define VALUE 20\n")
        .write("c/inc/low.h", "#include <stdint.h>\nint32_t low(void);\n")
        .write("util/src/util.zig", "pub fn twice(x: i32) i32 {\n    return x * 2;\n}\n")
        .write("src/part.zig", "pub const two = 2;\n")
        .write("src/name.txt", "the answer")
        .write("src/main.zig", MAIN);
}

const MAIN: &str = r#"
const util = @import("util");
const part = @import("part.zig");
extern fn low() i32;
extern fn printf(format: [*:0]const u8, ...) c_int;

pub fn main() void {
    _ = printf("%s is %d\n", @embedFile("name.txt"), util.twice(low()) + part.two);
}
"#;

pub(super) const SAID: &str = "the answer is 42\n";

/// What one machine builds another takes; the arguments name the service, the variables go to zbuild.
fn shares(test: &str, service: &Service, args: &[&str], variables: &[(&str, &str)]) {
    let (Some(first), Some(second)) = (Project::new(test), Project::new(test)) else { return };
    let url = format!(
        "{}/team",
        if args.is_empty() && variables.is_empty() { service.url() } else { service.url_tls() }
    );
    for (project, again) in [(&first, false), (&second, true)] {
        write_program(project);
        let mut command = project.command(&["build", "--remote", &url, "--message-format", "json"]);
        let output = command.args(args).envs(variables.iter().copied()).output();
        let output = output.unwrap_or_else(|error| panic!("{error}"));
        let (said, told) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{said}{told}");
        assert!(!said.contains("\"warning\""), "{said}{told}");
        let cached = said.matches("\"outcome\":\"cached\"").count();
        assert_eq!(cached >= 2, again, "{said}{told}");
        assert_eq!(project.program("zig-out/bin/calc"), SAID);
    }
}

#[test]
fn a_second_service_shares_what_is_built() {
    const TEST: &str = "a_second_service_shares_what_is_built";
    let Some(service) = Service::buildgrid(TEST, None) else { return };
    shares(TEST, &service, &[], &[]);
}

#[test]
fn it_does_so_over_tls() {
    const TEST: &str = "it_does_so_over_tls";
    let (Ok(authority_key), Ok(key)) = (KeyPair::generate(), KeyPair::generate()) else { panic!("no keys") };
    let mut authority = CertificateParams::default();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let made = authority.self_signed(&authority_key).and_then(|own| {
        let names = CertificateParams::new(vec!["localhost".to_owned()])?;
        Ok((own.pem(), names.signed_by(&key, &Issuer::new(authority, authority_key))?.pem()))
    });
    let (authority, certificate) = made.unwrap_or_else(|error| panic!("{error}"));
    let Some(service) = Service::buildgrid(TEST, Some((&certificate, &key.serialize_pem()))) else { return };
    let file = Project::without_zig();
    let path = file.write("authority.pem", &authority).root.join("authority.pem");
    let path = path.to_string_lossy();
    // Named by the command line; and among what the system trusts.
    shares(TEST, &service, &["--remote-ca", &path], &[]);
    let Some(service) = Service::buildgrid(TEST, Some((&certificate, &key.serialize_pem()))) else { return };
    shares(TEST, &service, &[], &[("SSL_CERT_FILE", &path)]);
}
