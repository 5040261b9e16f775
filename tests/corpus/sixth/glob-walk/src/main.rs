mod glob;

fn main() {
    let names = "lib.rs\nmain.rs\nbuild.zig\nnotes.md\nmain.zig\n";
    for pattern in ["*.rs", "main.*", "?o*"] {
        println!("{pattern}: {:?}", glob::glob(pattern, names, 10));
    }
}
