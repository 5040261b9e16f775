mod template;

use template::Template;

fn main() {
    let Some(t) = Template::new("Dear {{ name }}, your order of {{name}} is ready.") else { return };
    let texts: Vec<_> = ["Mia", "Jonas", ""].iter().filter_map(|n| t.render("name", n)).collect();
    drop(t);
    for text in &texts {
        println!("{text}");
    }
    println!("{}", Template::new("{{ open").is_some_and(|t| t.render("x", "y").is_none()));
}
