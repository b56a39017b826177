/**
 * What crosses the wire, generated from the server's own definitions: `python -m server.web.types`. No code.
 */

/** @typedef {'white' | 'black'} Colour */

/**
 * @typedef {object} AbortDuel
 */

/**
 * @typedef {object} AbsenceQuestion
 * @property {number} pid
 * @property {Array<'bot' | 'draw' | 'end' | 'wait' | 'win'>} choices
 */

/**
 * @typedef {object} ActionSuccess
 * @property {string} request
 * @property {boolean} ok
 * @property {string | null} [error]
 * @property {string | null} [message]
 * @property {number | null} [wait_ms]
 * @property {string | null} [code]
 * @property {number | null} [pid]
 * @property {string | null} [token]
 * @property {Snapshot | null} [snapshot]
 * @property {boolean} [safe]
 * @property {string | null} [url]
 * @property {string | null} [session]
 * @property {string | null} [username]
 * @property {string | null} [name]
 * @property {string | null} [picture]
 */

/**
 * @typedef {object} AddProfilePic
 * @property {any} image
 */

/**
 * @typedef {object} Against
 * @property {number} won
 * @property {number} drawn
 * @property {number} lost
 * @property {number} page
 * @property {number} pages
 * @property {Array<MatchRecord>} rows
 */

/**
 * @typedef {object} AnswerDraw
 * @property {boolean} accept
 */

/**
 * @typedef {object} AnswerMove
 * @property {string} move
 */

/**
 * @typedef {object} Badges
 * @property {Array<string>} white
 * @property {Array<string>} black
 */

/**
 * @typedef {object} Block
 * @property {number} pid
 */

/**
 * @typedef {object} Blocked
 * @property {Array<BlockedPerson>} people
 */

/**
 * @typedef {object} BlockedPerson
 * @property {string} id
 * @property {string} name
 */

/**
 * @typedef {object} BoardState
 * @property {number} seq
 * @property {number} game
 * @property {number} best_of
 * @property {'countdown' | 'draft' | 'over' | 'playing' | 'result' | 'reveal'} phase
 * @property {number | null} phase_ms
 * @property {Record<string, number>} wins
 * @property {number} draws
 * @property {Record<Colour, number>} players
 * @property {Colour | null} color
 * @property {Colour} turn
 * @property {string} fen
 * @property {string} start_fen
 * @property {number} ply
 * @property {string | null} last_move
 * @property {boolean} check
 * @property {Clocks} clocks_ms
 * @property {Clocks} bank_ms
 * @property {Colour | null} running
 * @property {Badges} upgrades
 * @property {boolean} armageddon
 * @property {Colour | null} draw_offer
 * @property {Counts} draw_wait
 * @property {Clocks} credit_ms
 * @property {boolean} by_standin
 * @property {Array<string> | null} moves
 * @property {Clocks | null} start_ms
 * @property {Array<number> | null} left_ms
 * @property {Array<number> | null} standin_plies
 * @property {string} layers
 * @property {string} start_layers
 * @property {Record<string, Array<string>> | null} targets
 * @property {Array<string> | null} granted
 * @property {Array<string> | null} promotions
 */

/**
 * @typedef {object} Buzz
 * @property {number | null} [t]
 */

/**
 * @typedef {object} BuzzClosed
 */

/**
 * @typedef {object} BuzzDisable
 */

/**
 * @typedef {object} BuzzEnable
 */

/**
 * @typedef {object} BuzzOpen
 * @property {number} at_ms
 */

/**
 * @typedef {object} ChangePassword
 * @property {string} old
 * @property {string} new
 */

/**
 * @typedef {object} Chat
 * @property {string} text
 */

/**
 * @typedef {object} ChatLine
 * @property {number} pid
 * @property {string} text
 * @property {string} name
 */

/**
 * @typedef {object} ChessLine
 * @property {number} best_of
 * @property {number} base_seconds
 * @property {number} watch_delay
 * @property {boolean} over
 */

/**
 * @typedef {object} ChessReplay
 * @property {number} best_of
 * @property {number} base_seconds
 * @property {Array<ReplayGame>} games
 * @property {'full' | 'gentle'} [comeback]
 */

/**
 * @typedef {object} ChessSnapshot
 * @property {number} best_of
 * @property {number} base_seconds
 * @property {'ask' | 'auto' | 'off'} ai_takeover
 * @property {'easy' | 'medium' | 'novice' | 'quick' | null} standin_level
 * @property {'full' | 'gentle'} comeback
 * @property {number} watch_delay
 * @property {Array<string>} cards
 * @property {BoardState | null} board
 * @property {Array<UpgradeOffer>} offers
 * @property {MatchOver | null} over
 * @property {Array<GameOver>} results
 * @property {Array<PlayedGame>} played
 * @property {Array<UpgradeChosen>} chosen
 * @property {Array<number>} again
 * @property {Terms | null} again_as
 * @property {AbsenceQuestion | null} question
 */

/**
 * @typedef {object} ChooseUpgrade
 * @property {string} upgrade
 */

/**
 * @typedef {object} ClientDisconnected
 * @property {number} pid
 * @property {boolean} ai
 * @property {boolean} left
 */

/**
 * @typedef {object} ClientReconnected
 * @property {number} pid
 */

/**
 * @typedef {object} Clocks
 * @property {number} white
 * @property {number} black
 */

/**
 * @typedef {object} CloseAnswers
 */

/**
 * @typedef {object} CloseWagers
 */

/**
 * @typedef {object} Column
 * @property {string} name
 * @property {Array<number | null>} values
 */

/**
 * @typedef {object} Counts
 * @property {number} white
 * @property {number} black
 */

/**
 * @typedef {object} CreateGame
 * @property {'chess' | 'quiz'} [game]
 * @property {3 | 5 | 7} [best_of]
 * @property {number} [base_seconds]
 * @property {'ask' | 'auto' | 'off'} [ai_takeover]
 * @property {'best' | 'easy' | 'medium' | 'novice' | 'quick' | 'strong'} [ai_level]
 * @property {'easy' | 'medium' | 'novice' | 'quick' | null} [standin_level]
 * @property {'black' | 'lot' | 'white'} [host_color]
 * @property {'full' | 'gentle'} [comeback]
 * @property {number | null} [watch_delay]
 * @property {any} [questions]
 * @property {number} [answer_seconds]
 * @property {number} [buzz_seconds]
 * @property {number} [wager_seconds]
 * @property {number} [final_seconds]
 * @property {number} [pace]
 * @property {boolean} [show_clues]
 * @property {Array<string>} [teams]
 * @property {string | null} [name]
 * @property {boolean} [private]
 * @property {boolean} [spectators]
 * @property {string | null} [bot]
 */

/**
 * @typedef {object} CreateLogin
 * @property {string} username
 * @property {string} password
 * @property {string | null} [picture]
 */

/**
 * @typedef {object} DecideAbsence
 * @property {'bot' | 'draw' | 'end' | 'wait' | 'win'} choice
 */

/**
 * @typedef {object} DeleteLogin
 * @property {string} password
 */

/**
 * @typedef {object} DoHeartbeat
 * @property {number} hbid
 * @property {number} t_sent
 */

/**
 * @typedef {object} Duel
 * @property {Array<number>} players
 * @property {string} fen
 * @property {number} ply
 * @property {Array<number>} clocks_ms
 * @property {Colour} turn
 * @property {boolean} running
 * @property {number | null} starts_ms
 * @property {string | null} last_move
 * @property {boolean} check
 * @property {Record<string, Array<string>> | null} targets
 * @property {number | null} winner
 * @property {string} reason
 */

/**
 * @typedef {object} Emote
 * @property {string} emote
 */

/**
 * @typedef {object} EmoteShown
 * @property {number} pid
 * @property {string} emote
 */

/**
 * @typedef {object} EndGame
 */

/**
 * @typedef {object} Exit
 */

/**
 * @typedef {object} FinalAnswer
 * @property {string} text
 */

/**
 * @typedef {object} FinalQuestion
 * @property {string} [category]
 * @property {string | null} [clue]
 * @property {Array<number>} [players]
 * @property {Array<number>} [wagered]
 * @property {Array<number>} [answered]
 * @property {Array<number>} [judged]
 * @property {Record<string, string>} [texts]
 * @property {Array<string> | null} [answers]
 */

/**
 * @typedef {object} GameOver
 * @property {'Lose' | 'Tie' | 'Win'} result
 * @property {string} reason
 * @property {Record<string, number>} score
 * @property {number | null} winner
 */

/**
 * @typedef {object} GameRecord
 * @property {number} rating
 * @property {number} matches
 * @property {number} won
 * @property {number} drawn
 * @property {number} lost
 * @property {boolean} [uncertain]
 * @property {number} [streak]
 * @property {number} [best_streak]
 */

/**
 * @typedef {object} GameStarted
 * @property {number} game
 * @property {Record<string, number>} colors
 * @property {number} countdown_ms
 */

/**
 * @typedef {object} GiveUp
 */

/**
 * @typedef {object} GotHeartbeat
 * @property {number} hbid
 */

/**
 * @typedef {object} Heartbeat
 * @property {number} hbid
 * @property {number | null} [t_recv]
 * @property {number | null} [t_reply]
 */

/**
 * @typedef {object} HostChecked
 * @property {boolean} correct
 * @property {number | null} [pid]
 */

/**
 * @typedef {object} JoinGame
 * @property {string} code
 * @property {string | null} [name]
 * @property {boolean} [watch]
 * @property {boolean} [screen]
 * @property {string | null} [key]
 * @property {string | null} [bot]
 * @property {boolean} [targets]
 */

/**
 * @typedef {object} Kick
 * @property {number} pid
 * @property {boolean} [ban]
 */

/**
 * @typedef {object} Kicked
 * @property {boolean} ban
 */

/**
 * @typedef {object} Latencies
 * @property {Record<string, number>} ms
 */

/**
 * @typedef {object} LatencyOfHeartbeat
 * @property {number} hbid
 * @property {number} t_lat
 */

/**
 * @typedef {object} Leaderboard
 * @property {string} game
 * @property {'all' | 'week'} period
 * @property {number} page
 * @property {number} pages
 * @property {Array<LeaderboardRow>} rows
 */

/**
 * @typedef {object} LeaderboardRow
 * @property {string} name
 * @property {number} rating
 * @property {number} matches
 * @property {number} won
 * @property {number} drawn
 * @property {number} lost
 * @property {number | null} rank
 * @property {boolean} uncertain
 * @property {string | null} username
 * @property {string | null} picture
 * @property {boolean} bot
 */

/**
 * @typedef {object} ListBlocked
 */

/**
 * @typedef {object} ListGames
 * @property {string | null} [game]
 * @property {number} [page]
 * @property {boolean} [subscribe]
 */

/**
 * @typedef {object} ListOfGames
 * @property {Array<RoomLine>} games
 * @property {number} page
 * @property {number} pages
 */

/**
 * @typedef {object} LockRoom
 * @property {boolean} locked
 */

/**
 * @typedef {object} Login
 * @property {string | null} [username]
 * @property {string | null} [password]
 * @property {string | null} [session]
 * @property {boolean} [merge]
 */

/**
 * @typedef {object} Logout
 * @property {boolean} [everywhere]
 */

/**
 * @typedef {object} MakeMove
 * @property {string} move
 * @property {number} ply
 * @property {number | null} [lag_ms]
 * @property {number | null} [think_ms]
 */

/**
 * @typedef {object} MatchOver
 * @property {'Lose' | 'Tie' | 'Win'} result
 * @property {Record<string, number>} score
 * @property {string} reason
 * @property {number | null} winner
 * @property {string | null} replay
 * @property {Record<string, RatingChange> | null} ratings
 */

/**
 * @typedef {object} MatchPlayer
 * @property {string} name
 * @property {number} score
 * @property {'drawn' | 'lost' | 'won'} result
 * @property {string | null} username
 * @property {string | null} picture
 * @property {string | null} bot
 * @property {number | null} rating
 * @property {number | null} rating_change
 * @property {boolean} you
 */

/**
 * @typedef {object} MatchRecord
 * @property {string} id
 * @property {string} game
 * @property {string} at
 * @property {Array<MatchPlayer>} players
 * @property {string} reason
 * @property {boolean} rated
 * @property {boolean} replay
 */

/**
 * @typedef {object} Matches
 * @property {number} page
 * @property {number} pages
 * @property {Array<MatchRecord>} rows
 */

/**
 * @typedef {object} Moved
 * @property {string} url
 * @property {string} code
 */

/**
 * @typedef {object} NewGame
 * @property {'chess' | 'quiz'} [game]
 * @property {3 | 5 | 7} [best_of]
 * @property {number} [base_seconds]
 * @property {'ask' | 'auto' | 'off'} [ai_takeover]
 * @property {'best' | 'easy' | 'medium' | 'novice' | 'quick' | 'strong'} [ai_level]
 * @property {'easy' | 'medium' | 'novice' | 'quick' | null} [standin_level]
 * @property {'black' | 'lot' | 'white'} [host_color]
 * @property {'full' | 'gentle'} [comeback]
 * @property {number | null} [watch_delay]
 * @property {any} [questions]
 * @property {number} [answer_seconds]
 * @property {number} [buzz_seconds]
 * @property {number} [wager_seconds]
 * @property {number} [final_seconds]
 * @property {number} [pace]
 * @property {boolean} [show_clues]
 * @property {Array<string>} [teams]
 */

/**
 * @typedef {object} NewPlayer
 * @property {number} pid
 * @property {string} token
 */

/**
 * @typedef {object} NextRound
 */

/**
 * @typedef {object} OfferDraw
 */

/**
 * @typedef {object} OpenQuestion
 * @property {number} [category]
 * @property {number} [row]
 * @property {number} [value]
 * @property {number | null} [double]
 * @property {string | null} [clue]
 * @property {Array<string>} [choices]
 * @property {string} [image]
 * @property {string} [fen]
 * @property {Record<string, Array<string>> | null} [targets]
 * @property {Array<string> | null} [answers]
 * @property {string} [explanation]
 */

/**
 * @typedef {object} Pause
 */

/**
 * @typedef {object} PlayAgain
 * @property {boolean} again
 * @property {3 | 5 | 7 | null} [best_of]
 * @property {number | null} [base_seconds]
 */

/**
 * @typedef {object} PlayedGame
 * @property {BoardState} board
 * @property {Array<UpgradeChosen>} chosen
 */

/**
 * @typedef {object} Player
 * @property {number} pid
 * @property {string} name
 * @property {'player' | 'screen' | 'spectator'} role
 * @property {boolean} connected
 * @property {boolean} [host]
 * @property {string | null} [picture]
 * @property {number | null} [latency_ms]
 * @property {number} [score]
 * @property {boolean} [ai]
 */

/**
 * @typedef {object} PlayerChanged
 * @property {number} pid
 * @property {string | null} [name]
 * @property {'player' | 'screen' | 'spectator' | null} [role]
 * @property {boolean | null} [connected]
 * @property {boolean | null} [host]
 * @property {string | null} [picture]
 * @property {number | null} [score]
 * @property {boolean | null} [ai]
 */

/**
 * @typedef {object} PlayerJoined
 * @property {Player} player
 */

/**
 * @typedef {object} PlayerLeft
 * @property {number} pid
 */

/**
 * @typedef {object} PlayerList
 * @property {Array<Player>} players
 * @property {number} watchers
 */

/**
 * @typedef {object} Profile
 * @property {string} name
 * @property {string | null} username
 * @property {string | null} picture
 * @property {Record<string, GameRecord>} ratings
 * @property {Record<string, UpgradeRecord>} upgrades
 * @property {string | null} best
 * @property {number} streak
 */

/**
 * @typedef {object} QuizEnded
 */

/**
 * @typedef {object} QuizLine
 * @property {string} title
 * @property {boolean} over
 */

/**
 * @typedef {object} QuizSetUp
 * @property {string} title
 * @property {boolean} show_clues
 * @property {number} pace
 * @property {Array<string>} team_names
 */

/**
 * @typedef {object} QuizSnapshot
 * @property {QuizState} state
 * @property {string} title
 * @property {boolean} show_clues
 * @property {number} pace
 * @property {Array<string>} team_names
 */

/**
 * @typedef {object} QuizState
 * @property {number} seq
 * @property {'armed' | 'buzzed' | 'final' | 'grid' | 'judged' | 'lobby' | 'over' | 'reading' | 'wager'} phase
 * @property {number} round
 * @property {number} rounds
 * @property {Array<Column>} grid
 * @property {OpenQuestion | null} open
 * @property {Record<string, number>} scores
 * @property {number | null} buzzed
 * @property {Array<number>} locked
 * @property {number | null} control
 * @property {number | null} opens_ms
 * @property {number | null} deadline_ms
 * @property {boolean} paused
 * @property {Record<string, Team>} teams
 * @property {Record<string, number>} wagers
 * @property {number | null} most
 * @property {boolean} has_final
 * @property {Record<string, number>} paces
 * @property {Record<string, number>} tie_ranks
 * @property {TieToSettle | null} tie
 * @property {Duel | null} duel
 * @property {FinalQuestion | null} final
 * @property {boolean} stands
 * @property {boolean} on_record
 */

/**
 * @typedef {object} Rated
 * @property {string} replay
 * @property {Record<string, RatingChange>} ratings
 * @property {boolean} late
 */

/**
 * @typedef {object} RatingChange
 * @property {number} rating
 * @property {number} change
 * @property {boolean} uncertain
 */

/**
 * @typedef {object} Redo
 */

/**
 * @typedef {object} Rejoin
 * @property {string} code
 * @property {number} pid
 * @property {string} token
 * @property {number} [seq]
 * @property {boolean} [targets]
 */

/**
 * @typedef {object} Replaced
 */

/**
 * @typedef {object} ReplayFile
 * @property {number} format
 * @property {string} id
 * @property {string} game
 * @property {string} at
 * @property {Array<ReplayPlayer>} players
 * @property {Record<string, number>} score
 * @property {string} reason
 * @property {number | null} [winner]
 * @property {ChessReplay | null} [chess]
 */

/**
 * @typedef {object} ReplayGame
 * @property {number} number
 * @property {Record<Colour, number>} players
 * @property {Badges} upgrades
 * @property {Array<ReplayPosition>} positions
 * @property {string} reason
 * @property {Record<string, number>} score
 * @property {number | null} [winner]
 * @property {boolean} [armageddon]
 * @property {Array<UpgradeOffer>} [offers]
 * @property {Array<UpgradeChosen>} [chosen]
 */

/**
 * @typedef {object} ReplayPlayer
 * @property {number} pid
 * @property {string} name
 * @property {string | null} [picture]
 * @property {string | null} [bot]
 */

/**
 * @typedef {object} ReplayPosition
 * @property {string} fen
 * @property {Clocks} clocks_ms
 * @property {string} [layers]
 * @property {boolean} [check]
 * @property {string | null} [move]
 * @property {string | null} [san]
 * @property {boolean} [standin]
 */

/**
 * @typedef {object} Resign
 */

/**
 * @typedef {object} Resume
 */

/**
 * @typedef {object} RoomLine
 * @property {ChessLine} [chess]
 * @property {QuizLine} [quiz]
 * @property {string} code
 * @property {string} game
 * @property {string} name
 * @property {string} host
 * @property {number} players
 * @property {number} seats
 * @property {boolean} running
 */

/**
 * @typedef {object} SelectQuestion
 * @property {number} category
 * @property {number} row
 * @property {number | null} [pid]
 */

/**
 * @typedef {object} SetPace
 * @property {number} pid
 * @property {number} factor
 */

/**
 * @typedef {object} SetProfile
 * @property {string | null} [name]
 * @property {string | null} [picture]
 * @property {string | null} [key]
 */

/**
 * @typedef {object} SetScore
 * @property {number} pid
 * @property {number} score
 */

/**
 * @typedef {object} SetTeam
 * @property {number} pid
 * @property {string | null} [team]
 */

/**
 * @typedef {object} SettleTie
 * @property {Array<number>} pids
 */

/**
 * @typedef {object} ShowGrid
 */

/**
 * @typedef {object} ShuttingDown
 * @property {number} ms
 * @property {boolean} kept
 * @property {string} message
 */

/**
 * @typedef {object} Snapshot
 * @property {ChessSnapshot} [chess]
 * @property {QuizSnapshot} [quiz]
 * @property {string} code
 * @property {number} seq
 * @property {string} game
 * @property {Array<Player>} players
 * @property {Array<ChatLine>} chat
 * @property {number} watchers
 * @property {number} n
 * @property {string} key
 * @property {boolean} locked
 */

/**
 * @typedef {object} StartFinal
 */

/**
 * @typedef {object} StartGame
 */

/**
 * @typedef {object} Stored
 * @property {boolean} safe
 * @property {boolean} [stands]
 */

/**
 * @typedef {object} Team
 * @property {Array<number>} players
 * @property {number} score
 */

/**
 * @typedef {object} Terms
 * @property {number} best_of
 * @property {number} base_seconds
 */

/**
 * @typedef {object} TieToSettle
 * @property {number} place
 * @property {Array<Array<number>>} games
 * @property {Array<number>} through
 */

/**
 * @typedef {object} TransferHost
 * @property {number} pid
 */

/**
 * @typedef {object} Unblock
 * @property {string} id
 */

/**
 * @typedef {object} Undo
 */

/**
 * @typedef {object} UpgradeChosen
 * @property {number} pid
 * @property {string} upgrade
 * @property {boolean} auto
 */

/**
 * @typedef {object} UpgradeOffer
 * @property {number} pid
 * @property {Array<string>} upgrades
 * @property {number} ms
 * @property {boolean} picked
 */

/**
 * @typedef {object} UpgradeRecord
 * @property {number} taken
 * @property {number} games
 * @property {number} won
 */

/**
 * @typedef {object} Wager
 * @property {number} amount
 */

/**
 * @typedef {object} WithdrawDraw
 */

/**
 * @typedef {object} Witness
 * @property {number} pid
 * @property {string} msg
 * @property {Record<string, any>} data
 */

/**
 * @typedef {object} Requests By the name on the wire.
 * @property {AbortDuel} AbortDuel
 * @property {AddProfilePic} AddProfilePic
 * @property {AnswerDraw} AnswerDraw
 * @property {AnswerMove} AnswerMove
 * @property {Block} Block
 * @property {Buzz} Buzz
 * @property {BuzzDisable} BuzzDisable
 * @property {BuzzEnable} BuzzEnable
 * @property {ChangePassword} ChangePassword
 * @property {Chat} Chat
 * @property {ChooseUpgrade} ChooseUpgrade
 * @property {CloseAnswers} CloseAnswers
 * @property {CloseWagers} CloseWagers
 * @property {CreateGame} CreateGame
 * @property {CreateLogin} CreateLogin
 * @property {DecideAbsence} DecideAbsence
 * @property {DeleteLogin} DeleteLogin
 * @property {Emote} Emote
 * @property {EndGame} EndGame
 * @property {Exit} Exit
 * @property {FinalAnswer} FinalAnswer
 * @property {GiveUp} GiveUp
 * @property {Heartbeat} Heartbeat
 * @property {HostChecked} HostChecked
 * @property {JoinGame} JoinGame
 * @property {Kick} Kick
 * @property {LatencyOfHeartbeat} LatencyOfHeartbeat
 * @property {ListBlocked} ListBlocked
 * @property {ListGames} ListGames
 * @property {LockRoom} LockRoom
 * @property {Login} Login
 * @property {Logout} Logout
 * @property {MakeMove} MakeMove
 * @property {NewGame} NewGame
 * @property {NextRound} NextRound
 * @property {OfferDraw} OfferDraw
 * @property {Pause} Pause
 * @property {PlayAgain} PlayAgain
 * @property {Redo} Redo
 * @property {Rejoin} Rejoin
 * @property {Resign} Resign
 * @property {Resume} Resume
 * @property {SelectQuestion} SelectQuestion
 * @property {SetPace} SetPace
 * @property {SetProfile} SetProfile
 * @property {SetScore} SetScore
 * @property {SetTeam} SetTeam
 * @property {SettleTie} SettleTie
 * @property {ShowGrid} ShowGrid
 * @property {StartFinal} StartFinal
 * @property {StartGame} StartGame
 * @property {TransferHost} TransferHost
 * @property {Unblock} Unblock
 * @property {Undo} Undo
 * @property {Wager} Wager
 * @property {WithdrawDraw} WithdrawDraw
 */

/**
 * @typedef {object} Notices By the name on the wire.
 * @property {AbsenceQuestion} AbsenceQuestion
 * @property {ActionSuccess} ActionSuccess
 * @property {Blocked} Blocked
 * @property {BoardState} BoardState
 * @property {BuzzClosed} BuzzDisable
 * @property {BuzzOpen} BuzzEnable
 * @property {ChatLine} Chat
 * @property {ClientDisconnected} ClientDisconnected
 * @property {ClientReconnected} ClientReconnected
 * @property {DoHeartbeat} DoHeartbeat
 * @property {EmoteShown} Emote
 * @property {QuizEnded} EndGame
 * @property {GameOver} GameOver
 * @property {GotHeartbeat} GotHeartbeat
 * @property {Kicked} Kicked
 * @property {Latencies} Latencies
 * @property {ListOfGames} ListOfGames
 * @property {MatchOver} MatchOver
 * @property {Moved} Moved
 * @property {NewPlayer} NewPlayer
 * @property {PlayerChanged} PlayerChanged
 * @property {PlayerJoined} PlayerJoined
 * @property {PlayerLeft} PlayerLeft
 * @property {PlayerList} PlayerList
 * @property {QuizSetUp} QuizSetUp
 * @property {QuizState} QuizState
 * @property {Rated} Rated
 * @property {Replaced} Replaced
 * @property {ShuttingDown} ShuttingDown
 * @property {GameStarted} StartGame
 * @property {Stored} Stored
 * @property {UpgradeChosen} UpgradeChosen
 * @property {UpgradeOffer} UpgradeOffer
 * @property {Witness} Witness
 */

export {}
