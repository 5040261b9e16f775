mod words;

use words::Words;

fn main() {
    let Some(mut words) = Words::new() else {
        return;
    };
    words.reserved();
    for name in ["deploy", "rollback", "bad\0name"] {
        if let Err(e) = words.add(name) {
            println!("{name:?}: {e:?}");
        }
    }
    println!("{} words, version known: {}", words.len(), words.knows_version());
}
