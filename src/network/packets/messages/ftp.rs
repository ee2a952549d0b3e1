//! FTP: the commands and answers of the control connection. Files travel elsewhere.
use crate::network::{
    catalog::{
        outcome_class::{ERROR, WARNING},
        protocol::ftp::METHOD,
    },
    packets::{
        dialogue::{AfterExchange, Dialogue, Endpoint, Message},
        exchange::Exchange,
    },
    world::host::Host,
};

pub fn dialogue(exchange: &Exchange, server: &Host) -> Dialogue {
    let method = exchange.drawn(&METHOD, 0);
    let file = exchange.n % 1000;
    let command = match method {
        "USER" => "USER backup\r\n".to_owned(),
        "LIST" => "LIST /reports\r\n".to_owned(),
        other => format!("{other} /reports/{file:03}.csv\r\n"),
    };
    let mut messages = vec![Message::of(Endpoint::Client, command, 0)];
    let mut end = AfterExchange::Close;
    if exchange.responded() {
        let after = exchange.processing();
        messages.push(Message::of(
            Endpoint::Server,
            answer(exchange, method),
            after,
        ));
        end = AfterExchange::Keep;
    }
    Dialogue {
        greeting: Some(
            format!("220 {} FTP server ready.\r\n", server.certificate_name()).into_bytes(),
        ),
        ..Dialogue::of(messages, end)
    }
}

fn answer(exchange: &Exchange, method: &str) -> &'static str {
    match method {
        _ if exchange.is(WARNING) => "120 Service ready in 2 minutes.\r\n",
        "USER" if exchange.is(ERROR) => "530 Not logged in.\r\n",
        _ if exchange.is(ERROR) => "550 No such file or directory.\r\n",
        "USER" => "230 User logged in.\r\n",
        _ => "226 Transfer complete.\r\n",
    }
}
