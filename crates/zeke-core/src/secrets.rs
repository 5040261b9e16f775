//! What does not leave the machine: files that hold keys, and keys in other files.
//!
//! Words, not a guess of a model: names and shapes are tables. A key of a shape that nobody knows
//! is found where it is given to something called a key, a token, a secret or a password.

use std::ops::Range;

use camino::Utf8Path;

/// Why a file is not sent at all, by its name.
#[must_use]
pub fn is_secret_file(path: &str) -> bool {
    let path = Utf8Path::new(path);
    let name = path.file_name().unwrap_or_default().to_ascii_lowercase();
    let in_secret_folder = path.components().any(|part| SECRET_FOLDERS.contains(&part.as_str()));
    let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
    let is_env = name == ".env"
        || name.starts_with(".env.") && !ends(&[".example", ".sample", ".template"])
        || ends(&[".env"]);
    let begins = name.starts_with("service-account") || name.starts_with("service_account");
    is_env
        || in_secret_folder
        || SECRET_NAMES.contains(&name.as_str())
        || ends(&SECRET_ENDS)
        || begins && ends(&[".json"])
        || path.ends_with(".docker/config.json")
}

const SECRET_FOLDERS: [&str; 4] = [".ssh", ".gnupg", ".aws", ".kube"];
const SECRET_NAMES: [&str; 25] = [
    ".envrc",
    ".vault-token",
    ".dockercfg",
    ".my.cnf",
    ".s3cfg",
    ".boto",
    "kubeconfig",
    "application_default_credentials.json",
    ".netrc",
    "_netrc",
    ".npmrc",
    ".pypirc",
    ".git-credentials",
    ".htpasswd",
    ".pgpass",
    "credentials",
    "credentials.json",
    "credentials.toml",
    "secrets.json",
    "secrets.toml",
    "secrets.yaml",
    "secrets.yml",
    "id_rsa",
    "id_ed25519",
    "id_ecdsa",
];
const SECRET_ENDS: [&str; 13] = [
    ".pem",
    ".key",
    ".p12",
    ".pfx",
    ".jks",
    ".keystore",
    ".kdbx",
    ".ppk",
    ".asc",
    ".tfvars",
    ".tfvars.json",
    ".tfstate",
    ".tfstate.backup",
];

/// What is put in the place of a secret.
pub const LEFT_OUT: &str = "[secret left out]";

/// A text without its secrets, and how many there were.
#[must_use]
pub fn redact(text: &str) -> (String, usize) {
    let mut count = 0;
    let mut out = String::with_capacity(text.len());
    let mut in_key = false;
    for line in text.split_inclusive('\n') {
        let (content, end) = line.strip_suffix('\n').map_or((line, ""), |content| (content, "\n"));
        if is_armor(content, "-----BEGIN ") {
            // A whole key may stand on one line, as a string with `\n` in it.
            in_key = !content.contains("-----END ");
            count += 1;
            out.push_str(LEFT_OUT);
        } else if in_key {
            in_key = !content.contains("-----END ");
            continue;
        } else {
            let mut rest = String::with_capacity(content.len());
            let mut from = 0;
            for place in passwords(content) {
                rest.push_str(&content[from..place.start]);
                rest.push_str(LEFT_OUT);
                from = place.end;
                count += 1;
            }
            rest.push_str(&content[from..]);
            count += redact_line(&rest, &mut out);
        }
        out.push_str(end);
    }
    (out, count)
}

/// What is secret however short it is, and whatever it looks like; without the signs between words.
const PASSWORDS: [&str; 9] = [
    "password",
    "passwd",
    "passphrase",
    "secret",
    "apikey",
    "privatekey",
    "authtoken",
    "secretkey",
    "accesskey",
];
/// Shorter ones are examples, and mostly words of code.
const PASSWORD_BYTES_MIN: usize = 4;

/// The places on a line where what something called a password is set to begins and ends.
fn passwords(line: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, sign) in line.match_indices([':', '=']) {
        let (before, after) = (&line[..at], &line[at + 1..]);
        let is_inside = found.last().is_some_and(|last| at < last.end);
        let is_sign = !before.ends_with(['=', '!', '<', '>']) && !after.starts_with(['=', '>']);
        if is_inside || !is_sign || !names_password(before, sign) {
            continue;
        }
        let found_here = literal(line, at + 1).or_else(|| plain_value(line, at));
        found.extend(found_here.filter(|range| is_password(&line[range.clone()])));
    }
    found
}

/// Whether what stands before a sign ends with the name of a password, with its type at most between.
fn names_password(before: &str, sign: &str) -> bool {
    let is_name = |text: &str| {
        let name = text.trim_end().trim_end_matches(['"', '\'', '\\']);
        let start =
            name.rfind(|c: char| !c.is_ascii_alphanumeric() && !"_-.".contains(c)).map_or(0, |at| at + 1);
        let name = name.get(start..).unwrap_or_default().replace(['_', '-'], "").to_ascii_lowercase();
        PASSWORDS.iter().any(|word| name.ends_with(word))
    };
    // `password := x`, `password: &str = x`
    is_name(before.trim_end_matches(':'))
        || sign == "=" && before.rsplit_once(':').is_some_and(|(name, _)| is_name(name))
}

/// A literal that follows: `"…"`, `'…'`, or `\"…\"` in another literal.
fn literal(line: &str, from: usize) -> Option<Range<usize>> {
    let value = line.get(from..)?.trim_start();
    let value = value.trim_start_matches(['c', 'b', 'r', '&', '#', '@']);
    let mark = ["\\\"", "\"", "'"].into_iter().find(|mark| value.starts_with(mark))?;
    let start = line.len() - value.len() + mark.len();
    // A quote that ends a literal begins none.
    let quotes = line[..start - mark.len()].replace("\\\"", "").matches('"').count();
    if mark == "\"" && quotes % 2 == 1 {
        return None;
    }
    let length = line[start..]
        .match_indices(mark)
        .map(|(at, _)| at)
        .find(|at| mark.len() > 1 || !line[..start + at].ends_with('\\'))?;
    Some(start..start + length)
}

/// A value without quotes: `PASSWORD=…` anywhere, or `password: …` as the whole of a line. Code is
/// written otherwise: with spaces around its signs, and with a sign at the end of a line.
fn plain_value(line: &str, at: usize) -> Option<Range<usize>> {
    let (before, after) = (&line[..at], &line[at + 1..]);
    let value = after.trim_start();
    let start = line.len() - value.len();
    let is_attached = line[at..].starts_with('=') && start == at + 1 && !before.ends_with(' ');
    if is_attached {
        let end = value.find(|c: char| c.is_whitespace() || "\"'`&,;)".contains(c)).unwrap_or(value.len());
        return Some(start..start + end);
    }
    let name = before.trim_start_matches([' ', '\t', '-', '#']).trim_end();
    let name = name.strip_prefix("export ").unwrap_or(name);
    let value = value.split(" #").next().unwrap_or_default().trim_end();
    let is_whole = !name.contains([' ', '(', '/']) && !value.contains(char::is_whitespace);
    let is_code =
        value.ends_with([',', ';', '{', '(', ')', '>', ']']) || value.contains("::") || value.contains('(');
    (is_whole && !is_code).then_some(start..start + value.len())
}

/// Whether a value may be a password, and not what stands for one, or a type.
fn is_password(value: &str) -> bool {
    const TYPES: [&str; 12] = [
        "string",
        "text",
        "bytes",
        "null",
        "none",
        "true",
        "false",
        "bool",
        "usize",
        "isize",
        "change_me",
        "required",
    ];
    let is_number_type =
        value.strip_prefix(['u', 'i', 'f']).is_some_and(|bits| bits.bytes().all(|b| b.is_ascii_digit()));
    value.len() >= PASSWORD_BYTES_MIN
        && !value.contains(['{', '<'])
        && !value.starts_with(['$', '%', '&', '*', '[', '|', '!', '?'])
        && !value.contains("$(")
        && !is_number_type
        && !TYPES.contains(&value.to_ascii_lowercase().as_str())
}

/// Forty characters of base64 in quotes, as Amazon's secret keys are.
fn is_pair_of_key(word: &str, line: &str) -> bool {
    let lower = line.to_ascii_lowercase();
    word.len() == 40
        && (lower.contains("aws") || lower.contains("secret"))
        && word.chars().any(|c| c.is_ascii_uppercase())
        && word.chars().any(|c| c.is_ascii_lowercase())
}

fn is_armor(line: &str, mark: &str) -> bool {
    line.split_once(mark).is_some_and(|(_, rest)| {
        let kind = rest.split("-----").next().unwrap_or_default();
        kind.contains("PRIVATE KEY") || kind.contains("PGP MESSAGE")
    })
}

/// Beginnings of keys that providers give out, with the least length of what follows.
const PREFIXES: [(&str, usize); 26] = [
    ("sk-", 16),
    ("sk_live_", 16),
    ("sk_test_", 16),
    ("rk_live_", 16),
    ("pk_live_", 16),
    ("ghp_", 30),
    ("gho_", 30),
    ("ghu_", 30),
    ("ghs_", 30),
    ("ghr_", 30),
    ("github_pat_", 22),
    ("glpat-", 16),
    ("xoxb-", 10),
    ("xoxp-", 10),
    ("xoxa-", 10),
    ("xapp-", 10),
    ("AKIA", 16),
    ("ASIA", 16),
    ("AIza", 30),
    ("ya29.", 20),
    ("eyJ", 40),
    ("hf_", 30),
    ("npm_", 30),
    ("pypi-", 30),
    ("dop_v1_", 30),
    ("SG.", 30),
];

/// What things are called that are secret.
const NAMES: [&str; 11] = [
    "api_key",
    "apikey",
    "api-key",
    "secret",
    "password",
    "passwd",
    "token",
    "private_key",
    "access_key",
    "auth_key",
    "credential",
];

fn redact_line(line: &str, out: &mut String) -> usize {
    let mut count = 0;
    let names_secret = {
        let lower = line.to_ascii_lowercase();
        NAMES.iter().any(|name| lower.contains(name))
    };
    let mut rest = line;
    let mut before = None;
    while let Some(start) = rest.find(is_key_char) {
        let (gap, tail) = rest.split_at(start);
        out.push_str(gap);
        let end = tail.find(|c: char| !is_key_char(c)).unwrap_or(tail.len());
        let (word, tail) = tail.split_at(end);
        let quoted = gap.ends_with(['"', '\'', '`']) && tail.starts_with(['"', '\'', '`']);
        let in_url = gap == ":" && tail.starts_with('@') && before.is_some();
        let bearer = before.is_some_and(|word: &str| word.eq_ignore_ascii_case("bearer")) && word.len() >= 16;
        // `token = "…"` and `PASSWORD=…`, but not `token = next_token_of_line`.
        let is_path_or_call = gap.ends_with("::") || tail.starts_with("::") || tail.starts_with('(');
        let follows = gap.trim_end().ends_with(['=', ':']) && !word.contains('.') && !is_path_or_call;
        let digits_min = if quoted { 2 } else { 4 };
        let assigned =
            names_secret && word.len() >= 12 && (quoted || follows) && looks_random(word, digits_min)
                || quoted && is_pair_of_key(word, line);
        if has_prefix(word) || bearer || assigned || in_url && names_a_user(line) {
            count += 1;
            out.push_str(LEFT_OUT);
        } else {
            out.push_str(word);
        }
        before = Some(word);
        rest = tail;
    }
    out.push_str(rest);
    count
}

fn is_key_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_.+/~".contains(c)
}

fn has_prefix(word: &str) -> bool {
    PREFIXES.iter().any(|(prefix, least)| {
        word.strip_prefix(prefix).is_some_and(|rest| {
            rest.len() >= *least && rest.chars().any(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
        })
    })
}

/// `scheme://user:password@host`.
fn names_a_user(line: &str) -> bool {
    line.contains("://")
}

/// Letters and digits mixed, and more kinds of characters than words of code have.
fn looks_random(word: &str, digits_min: usize) -> bool {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let letters = word.chars().filter(char::is_ascii_alphabetic).count();
    let mut kinds: Vec<char> = word.chars().collect();
    kinds.sort_unstable();
    kinds.dedup();
    digits >= digits_min && letters >= 2 && kinds.len() >= 6 && !word.contains("..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_keys_are_known_by_name() {
        let check = |path: &str, expected: bool| assert_eq!(is_secret_file(path), expected, "{path}");
        for path in
            [".env", "a/.env.local", "prod.env", "x/server.pem", "tls.key", ".ssh/config", "id_rsa", ".npmrc"]
        {
            check(path, true);
        }
        for path in [
            ".envrc",
            "infra/prod.tfvars",
            "x.auto.tfvars.json",
            "terraform.tfstate",
            ".docker/config.json",
            "keys/service-account-prod.json",
            ".vault-token",
        ] {
            check(path, true);
        }
        for path in [
            ".docker/Dockerfile",
            "service-account.rs",
            "config.json",
            ".env.example",
            "src/lib.rs",
            "src/key.zig",
            "environment.rs",
            "src/secrets.rs",
            "monkey.rs",
        ] {
            check(path, false);
        }
    }

    fn check(text: &str, expected: &str, count: usize) {
        assert_eq!(redact(text), (expected.replace('#', LEFT_OUT), count), "{text}");
    }

    #[test]
    fn keys_in_text_are_left_out() {
        check("let k = \"sk-proj-abcDEF0123456789abcdef\";", "let k = \"#\";", 1);
        check("AWS=AKIAIOSFODNN7EXAMPLE", "AWS=#", 1);
        check("t: ghp_0123456789abcdefghijABCDEFGHIJ456789", "t: #", 1);
        check("const PASSWORD: &str = \"hunter2hunter3x\";", "const PASSWORD: &str = \"#\";", 1);
        check("const password = \"Tr0ub4dor&3\";", "const password = \"#\";", 1);
        check("const pw_password = \"correct horse battery\";", "const pw_password = \"#\";", 1);
        check("    let db_password: &str = \"abc d\";", "    let db_password: &str = \"#\";", 1);
        check(
            "const aws_secret = \"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\";",
            "const aws_secret = \"#\";",
            1,
        );
        check("API_KEY=9f8e7d6c5b4a39281706", "API_KEY=#", 1);
        check("Authorization: Bearer 0123456789abcdef01", "Authorization: Bearer #", 1);
        check("postgres://user:pa55word@host/db", "postgres://user:#@host/db", 1);
        check(
            "a\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY-----\nb\n",
            "a\n#\nb\n",
            1,
        );
        check("k = \"-----BEGIN PRIVATE KEY-----\\nMII\\n-----END PRIVATE KEY-----\"\nb", "#\nb", 1);
        for text in [
            "fn next_token(lexer: &mut Lexer) -> Token { lexer.token_of_line_2() }",
            "pub const token_table = [_]u8{0} ** 256;",
            "const secret_len = std.crypto.aead.aes_gcm.Aes256Gcm.key_length;",
            "let digest = \"9f8e7d6c5b4a392817069f8e7d6c5b4a39281706\";",
            "-----BEGIN CERTIFICATE-----",
            "if (password == \"letmein now\") return;",
            "const password_len = \"a text of a length\".len;",
            "const password = readLine(\"Password: \");",
            "a@b.c: see https://example.com:8080/x",
            "task-based sk-learn",
            "let bytes = marshal_rfc5915_private_key(&self.0)?;",
            "let key = LcPtr::<EVP_PKEY>::parse_rfc5208_private_key(pkcs8)?;",
        ] {
            check(text, text, 0);
        }
    }

    #[test]
    fn passwords_are_left_out_whatever_they_look_like() {
        check("\"password\": \"hunter2\",", "\"password\": \"#\",", 1);
        check(
            "{\"user\": \"me\", \"apiKey\": \"abcd\", \"n\": 1}",
            "{\"user\": \"me\", \"apiKey\": \"#\", \"n\": 1}",
            1,
        );
        check(
            "let json = \"{\\\"password\\\": \\\"hunter2\\\"}\";",
            "let json = \"{\\\"password\\\": \\\"#\\\"}\";",
            1,
        );
        check("      POSTGRES_PASSWORD: s3cretpw", "      POSTGRES_PASSWORD: #", 1);
        assert_eq!(redact("PASSWORD: s3cretpw # old").0, format!("PASSWORD: {LEFT_OUT} # old"));
        check("      - MYSQL_ROOT_PASSWORD=letmein\n", "      - MYSQL_ROOT_PASSWORD=#\n", 1);
        check("export DB_PASSWORD='a b c d'", "export DB_PASSWORD='#'", 1);
        check("password = hunter2", "password = #", 1);
        check("client-secret: \"a\\\"bc\"", "client-secret: \"#\"", 1);
        check("docker run -e DB_PASSWORD=hunter2 -p 1:1 db", "docker run -e DB_PASSWORD=# -p 1:1 db", 1);
        check("GET /v1?api_key=abcd1&x=2", "GET /v1?api_key=#&x=2", 1);
        check("    .password = \"hunter2\",", "    .password = \"#\",", 1);
        check("    password: \"hunter2\".to_owned(),", "    password: \"#\".to_owned(),", 1);
        check("Login { user: \"a\", password: c\"hunter2\" }", "Login { user: \"a\", password: c\"#\" }", 1);
        check("password: []const u8 = \"hunter2\",", "password: []const u8 = \"#\",", 1);
        for text in [
            "    password: String,",
            "    password: String",
            "    secret: u64",
            "    secret: [32]u8,",
            "    password: &'a str,",
            "    pub fn new(password: &str) -> Self {",
            "    password: password.to_owned(),",
            "password = read_password()",
            "    let secret = next(rest);",
            "POSTGRES_PASSWORD: ${POSTGRES_PASSWORD}",
            "DB_PASSWORD=$DB_PASSWORD",
            "const password: Password = Password::new();",
            "print(\"Password: \", a, b, \"done now\");",
            "println!(\"password={password} secret={}\", x);",
            "// secret: what nobody knows",
            "if password != \"letmein\" {",
            "Password::from(secret)",
            "use crate::secret::Secret;",
            "match secret => \"x y z\",",
            "type: string\npassword: string",
        ] {
            check(text, text, 0);
        }
    }
}
