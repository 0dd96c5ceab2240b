fn main() -> std::process::ExitCode {
    belegg::cli::run()
}
