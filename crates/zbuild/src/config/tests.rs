//! Corpus: `tests/config/<folder>/*.json`, each with the diagnostics it must give beside it (`.txt`).

use std::fs;
use std::path::{Path, PathBuf};

use super::*;

fn corpus(folder: &str) -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/config").join(folder);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "json"));
    files.sort();
    assert!(!files.is_empty());
    files.into_iter().map(|f| (f.clone(), fs::read_to_string(f).unwrap())).collect()
}

fn read(text: &str) -> Result<Config, Vec<Diagnostic>> {
    parse(&SourceFile::new("zbuild.json", text))
}

/// Compares the diagnostics of every file of a folder with the text beside it.
fn check_errors(folder: &str) {
    for (file, text) in corpus(folder) {
        let found = read(&text).expect_err(&format!("{} must not be accepted", file.display()));
        let found: Vec<String> = found.iter().map(ToString::to_string).collect();
        let found = format!("{}\n", found.join("\n"));
        let expected = file.with_extension("txt");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&expected, &found).unwrap();
        }
        let expected = fs::read_to_string(&expected).unwrap_or_default();
        assert_eq!(found, expected, "{}", file.display());
    }
}

fn validator() -> jsonschema::Validator {
    jsonschema::validator_for(&serde_json::from_str(&schema()).unwrap()).unwrap()
}

fn valid(text: &str) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    validator().is_valid(&serde_json::from_str(text).unwrap())
}

#[test]
fn errors_have_place_and_suggestion() {
    check_errors("bad");
    check_errors("syntax");
    check_errors("names");
}

#[test]
fn schema_and_reader_agree() {
    for (file, text) in corpus("good") {
        assert!(read(&text).is_ok(), "{}: {:?}", file.display(), read(&text));
        assert!(valid(&text), "{}", file.display());
    }
    for (file, text) in corpus("bad") {
        assert!(!valid(&text), "the schema accepts {}", file.display());
    }
}

/// Takes every key and value of the good files away or changes its type: both readers must say the
/// same of each of these files.
#[test]
fn schema_and_reader_agree_on_every_mutation() {
    let validator = validator();
    let mut rejected = 0;
    for (file, text) in corpus("good") {
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let whole: serde_json::Value = serde_json::from_str(text).unwrap();
        for mutant in mutants(&whole) {
            // Names that must differ are beyond a schema; mutation does not make two of them equal.
            let accepted = read(&mutant.to_string()).is_ok();
            assert_eq!(accepted, validator.is_valid(&mutant), "{}: {mutant:#}", file.display());
            rejected += usize::from(!accepted);
        }
    }
    assert!(rejected > 100, "only {rejected} mutants were rejected");
}

fn mutants(value: &serde_json::Value) -> Vec<serde_json::Value> {
    use serde_json::{Value, json};
    let mut all: Vec<Value> = match value {
        Value::String(_) => {
            vec![json!(""), json!(1), json!("/"), json!("9-x"), json!("ReleaseFast"), json!([])]
        }
        Value::Bool(_) => vec![json!("true"), json!(null)],
        _ => vec![json!(true), json!("text")],
    };
    match value {
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                for mutant in mutants(element) {
                    let mut elements = elements.clone();
                    elements[index] = mutant;
                    all.push(Value::Array(elements));
                }
            }
        }
        Value::Object(members) => {
            for (key, member) in members {
                let mut without = members.clone();
                without.remove(key);
                all.push(Value::Object(without.clone()));
                without.insert(format!("{key}x y"), member.clone());
                all.push(Value::Object(without));
                for mutant in mutants(member) {
                    let mut members = members.clone();
                    members.insert(key.clone(), mutant);
                    all.push(Value::Object(members));
                }
            }
        }
        _ => {}
    }
    all
}

#[test]
fn text_rules_and_their_patterns_agree() {
    use super::shape::TextRule;
    let texts = ["a", "", "a b", ".a", "-a", "a/b", "a\\b", "a\nb", "_x-1", "9a", "größe", "a.b", "\u{7f}"];
    let commit = "0123456789abcdef0123456789abcdef01234567";
    let rules =
        [TextRule::Name, TextRule::Package, TextRule::Commit, TextRule::PackageHash, TextRule::Library];
    for rule in rules {
        let pattern = serde_json::json!({ "pattern": rule.pattern().unwrap() });
        let validator = jsonschema::validator_for(&pattern).unwrap();
        for text in texts.into_iter().chain([commit, &commit[1..], &commit.to_uppercase()]) {
            let accepted = rule.fault(text).is_none();
            assert_eq!(
                accepted,
                validator.is_valid(&serde_json::json!(text)),
                "{text:?} {:?}",
                rule.pattern()
            );
        }
    }
}

#[test]
fn published_schema_is_current() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/schema/zbuild.schema.json");
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, schema()).unwrap();
    }
    let published: serde_json::Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    let written: serde_json::Value = serde_json::from_str(&schema()).unwrap();
    assert_eq!(published, written, "run the tests with UPDATE=1 to publish it");
}

#[test]
fn published_reference_is_current() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/zbuild-keys.md");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&file, reference()).unwrap();
    }
    let published = fs::read_to_string(&file).unwrap();
    assert_eq!(published, reference(), "run the tests with UPDATE=1 to publish it");
}

#[test]
fn values_arrive_with_their_places() {
    let (_, text) = corpus("good").into_iter().find(|(f, _)| f.ends_with("document-project.json")).unwrap();
    let config = read(&text).unwrap();
    let Form::Project(project) = &config.form else { panic!("not a project") };
    assert_eq!(project.rust_crates.len(), 2);
    let math = &project.rust_crates[1];
    assert_eq!(math.crate_type.as_ref().unwrap().value, CrateType::Cdylib);
    assert_eq!(config.place(&math.name).to_string(), "zbuild.json:16:17");
    assert_eq!(project.build.optimization.as_ref().unwrap().value, Optimization::ReleaseFast);
}
